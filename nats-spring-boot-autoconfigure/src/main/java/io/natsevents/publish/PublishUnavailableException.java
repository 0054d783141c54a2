package io.natsevents.publish;

import org.jspecify.annotations.Nullable;

/**
 * An event could not be handed to the stream in the time allowed. It was not stored;
 * publishing it again later can succeed.
 */
public class PublishUnavailableException extends EventPublishException {

	public PublishUnavailableException(String eventId, String subject, String message, @Nullable Throwable cause) {
		super(eventId, subject, message, cause);
	}

	@Override
	public boolean isRetryable() {
		return true;
	}

	@Override
	public boolean isOutcomeUnknown() {
		return false;
	}

}
