package io.natsevents.observe;

import java.util.function.Supplier;

import io.natsevents.deadletter.DeadLetterConflictException;
import io.natsevents.deadletter.DeadLettersUnavailableException;
import io.natsevents.deadletter.RedriveRefusedException;
import io.natsevents.deadletter.UnknownDeadLetterException;
import io.natsevents.replay.ReplayRefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * What endpoints answer, and with which HTTP status.
 */
final class EndpointAnswer {

	static final int ACCEPTED = 202;

	static final int CONFLICT = 409;

	private EndpointAnswer() {
	}

	/**
	 * Answer with what an operation returns, or with the reason why it failed.
	 */
	static WebEndpointResponse<OperationResponseBody> of(
			Supplier<WebEndpointResponse<OperationResponseBody>> operation) {
		try {
			return operation.get();
		}
		catch (IllegalArgumentException ex) {
			return error(ex.getMessage(), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		catch (UnknownDeadLetterException ex) {
			return error(ex.getMessage(), WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (DeadLetterConflictException ex) {
			return error(ex.getMessage(), CONFLICT);
		}
		catch (DeadLettersUnavailableException ex) {
			return error(ex.getMessage(), WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
		catch (RedriveRefusedException ex) {
			return error(ex.getMessage(), refused(ex.isUnavailable()));
		}
		catch (ReplayRefusedException ex) {
			return error(ex.getMessage(), refused(ex.isUnavailable()));
		}
	}

	private static int refused(boolean unavailable) {
		return unavailable ? WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE : CONFLICT;
	}

	static WebEndpointResponse<OperationResponseBody> error(@Nullable String message, int status) {
		return new WebEndpointResponse<>(new ErrorDescriptor(String.valueOf(message)), status);
	}

}
