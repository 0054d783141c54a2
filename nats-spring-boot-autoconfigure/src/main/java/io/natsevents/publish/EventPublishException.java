package io.natsevents.publish;

import org.jspecify.annotations.Nullable;

/**
 * An event was not confirmed by the server.
 * <p>
 * Three things can have happened: it was refused ({@link PublishRejectedException}), it
 * could not be sent ({@link PublishUnavailableException}), or it was sent and the answer
 * never came ({@link PublishOutcomeUnknownException}). Publishing the same {@code Event}
 * again is safe in every case: it keeps its id and is stored once.
 */
public abstract class EventPublishException extends RuntimeException {

	private final String eventId;

	private final String subject;

	protected EventPublishException(String eventId, String subject, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.eventId = eventId;
		this.subject = subject;
	}

	/**
	 * Id of the event.
	 * @return the id
	 */
	public String getEventId() {
		return this.eventId;
	}

	/**
	 * Subject the event was published to.
	 * @return the subject
	 */
	public String getSubject() {
		return this.subject;
	}

	/**
	 * Whether publishing the same event again later can succeed.
	 * @return {@code false} when it will be refused again
	 */
	public abstract boolean isRetryable();

	/**
	 * Whether the event may have been stored although that was not confirmed.
	 * @return {@code false} when it certainly was not
	 */
	public abstract boolean isOutcomeUnknown();

}
