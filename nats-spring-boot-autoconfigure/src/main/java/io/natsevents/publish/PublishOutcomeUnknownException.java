package io.natsevents.publish;

import org.jspecify.annotations.Nullable;

/**
 * An event was sent, but the server's answer did not come in the time allowed: it may be
 * stored or not. Publishing the same event again is safe, since it keeps its id.
 */
public class PublishOutcomeUnknownException extends EventPublishException {

	public PublishOutcomeUnknownException(String eventId, String subject, String message, @Nullable Throwable cause) {
		super(eventId, subject, message, cause);
	}

	@Override
	public boolean isRetryable() {
		return true;
	}

	@Override
	public boolean isOutcomeUnknown() {
		return true;
	}

}
