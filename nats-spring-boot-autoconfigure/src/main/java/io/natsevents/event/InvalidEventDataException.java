package io.natsevents.event;

import org.jspecify.annotations.Nullable;

/**
 * An event's data does not fit the type it is read as. The message names the path in the
 * data, the type and the kind of failure, never content; for the same reason there is no
 * cause, as the JSON library quotes values.
 */
public class InvalidEventDataException extends RuntimeException {

	private final @Nullable String eventId;

	private final @Nullable String eventType;

	/**
	 * Makes an exception.
	 * @param eventId the event's id, if it was read before the data
	 * @param eventType the event's type, if it was read before the data
	 * @param message what is wrong, without content of the event
	 */
	public InvalidEventDataException(@Nullable String eventId, @Nullable String eventType, String message) {
		super(message);
		this.eventId = eventId;
		this.eventType = eventType;
	}

	/**
	 * Returns the event's id.
	 * @return the id, or {@code null} if it stands behind the data
	 */
	public @Nullable String eventId() {
		return this.eventId;
	}

	/**
	 * Returns the event's type.
	 * @return the type, or {@code null} if it stands behind the data
	 */
	public @Nullable String eventType() {
		return this.eventType;
	}

}
