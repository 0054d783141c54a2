package io.natsevents.listen;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.stream.Collectors;

import io.natsevents.event.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Checks the data of an event against the handler's signature: whether it is there, and
 * whether it is valid.
 *
 * @param required whether there must be data
 * @param validator validates it, or {@code null} where the signature does not ask for it
 * @param hints validation groups
 */
record DataCheck(boolean required, @Nullable Validator validator, Object[] hints) {

	/**
	 * Find out what to check.
	 * @param description bean and method, for error messages
	 * @param method the handler's signature
	 * @param validator the application's validator, or {@code null} when it has none
	 * @return the check
	 */
	static DataCheck of(String description, ListenerMethod method, @Nullable Validator validator) {
		boolean required = false;
		Object[] hints = null;
		for (MethodParameter parameter : method.dataParameters()) {
			required |= isRequired(parameter);
			for (Annotation annotation : parameter.getParameterAnnotations()) {
				Object[] found = ValidationAnnotationUtils.determineValidationHints(annotation);
				hints = (found != null) ? found : hints;
			}
		}
		if (hints == null) {
			return new DataCheck(required, null, new Object[0]);
		}
		if (validator == null) {
			throw new ListenerConfigurationException(description,
					"it asks for validation, but there is no Validator; add spring-boot-starter-validation", null);
		}
		return new DataCheck(required, validator, hints);
	}

	private static boolean isRequired(MethodParameter parameter) {
		ListenerMethod.Role role = ListenerMethod.roleOf(parameter);
		if (role == ListenerMethod.Role.EVENT || role == ListenerMethod.Role.EVENT_BATCH) {
			return false;
		}
		Payload payload = parameter.getParameterAnnotation(Payload.class);
		return payload == null || payload.required();
	}

	void check(Event<?> event) {
		Object data = event.data();
		if (data == null) {
			if (this.required) {
				throw new InvalidArgumentException(event.id(), "Event " + event.id() + " has no data");
			}
			return;
		}
		if (this.validator != null) {
			BeanPropertyBindingResult errors = new BeanPropertyBindingResult(data, "data");
			if (this.validator instanceof SmartValidator smart && this.hints.length > 0) {
				smart.validate(data, errors, this.hints);
			}
			else {
				this.validator.validate(data, errors);
			}
			if (errors.hasErrors()) {
				throw new InvalidArgumentException(event.id(),
						"Data of event " + event.id() + " is not valid: " + describe(errors.getFieldErrors()));
			}
		}
	}

	private static String describe(List<FieldError> errors) {
		// Field and rule only: messages of validators may quote values
		return errors.stream()
			.map((error) -> error.getField() + " (" + error.getCode() + ")")
			.collect(Collectors.joining(", "));
	}

}
