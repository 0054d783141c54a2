package io.natsevents.event;

import org.jspecify.annotations.Nullable;

/**
 * A message is not a CloudEvents 1.x event; reading it again will never help. The message
 * names the attribute or the place, never content.
 */
public class MalformedEventException extends RuntimeException {

	private final @Nullable String eventId;

	/**
	 * Makes an exception.
	 * @param message what is wrong, without content of the event
	 */
	public MalformedEventException(String message) {
		this(message, null);
	}

	/**
	 * Makes an exception.
	 * @param message what is wrong, without content of the event
	 * @param eventId the event's id, if it can be told
	 */
	public MalformedEventException(String message, @Nullable String eventId) {
		super(message);
		this.eventId = eventId;
	}

	/**
	 * Returns the event's id.
	 * @return the id, or {@code null} if it cannot be told
	 */
	public @Nullable String eventId() {
		return this.eventId;
	}

}
