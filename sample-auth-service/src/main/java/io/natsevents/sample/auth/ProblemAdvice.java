package io.natsevents.sample.auth;

import java.util.Map;
import java.util.TreeMap;

import io.natsevents.publish.EventPublishException;
import io.natsevents.publish.EventTooLargeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every error with {@code application/problem+json}.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private static final Log log = LogFactory.getLog(ProblemAdvice.class);

	@ExceptionHandler
	ProblemDetail handle(UnknownUserException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail handle(EventPublishException ex) {
		log.warn("Event " + ex.getEventId() + " was not confirmed", ex);
		return withEvent(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"The change was not made because its event was not confirmed"), ex);
	}

	@ExceptionHandler
	ProblemDetail handle(EventTooLargeException ex) {
		return withEvent(ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE,
				"The change was not made because its event would be too large"), ex);
	}

	private static ProblemDetail withEvent(ProblemDetail problem, EventPublishException ex) {
		problem.setProperty("eventId", ex.getEventId());
		problem.setProperty("outcome", ex.isOutcomeUnknown() ? "outcome-unknown" : "not-stored");
		return problem;
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Map<String, String> errors = new TreeMap<>();
		for (FieldError error : ex.getBindingResult().getFieldErrors()) {
			errors.put(error.getField(), String.valueOf(error.getDefaultMessage()));
		}
		ex.getBody().setProperty("errors", errors);
		return super.handleMethodArgumentNotValid(ex, headers, status, request);
	}

}
