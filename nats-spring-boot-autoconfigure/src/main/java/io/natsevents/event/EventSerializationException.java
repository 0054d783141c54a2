package io.natsevents.event;

import org.jspecify.annotations.Nullable;

/**
 * An event cannot be written, so it was not sent; trying again will not help.
 */
public class EventSerializationException extends RuntimeException {

	/**
	 * Makes an exception.
	 * @param message what is wrong, without content of the event
	 * @param cause the failure of the JSON library or of the data itself, if any
	 */
	public EventSerializationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
