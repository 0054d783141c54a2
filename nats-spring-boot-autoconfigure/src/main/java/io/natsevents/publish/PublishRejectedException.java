package io.natsevents.publish;

import org.jspecify.annotations.Nullable;

/**
 * An event was refused and would be refused again. It was not stored.
 */
public class PublishRejectedException extends EventPublishException {

	public PublishRejectedException(String eventId, String subject, String message, @Nullable Throwable cause) {
		super(eventId, subject, message, cause);
	}

	@Override
	public boolean isRetryable() {
		return false;
	}

	@Override
	public boolean isOutcomeUnknown() {
		return false;
	}

}
