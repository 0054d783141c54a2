package io.natsevents.listen;

/**
 * The data of an event is not what the handler's signature asks for: it is missing, or
 * fails validation. The message names fields and rules, never values.
 */
class InvalidArgumentException extends RuntimeException {

	private final String eventId;

	InvalidArgumentException(String eventId, String message) {
		super(message);
		this.eventId = eventId;
	}

	String eventId() {
		return this.eventId;
	}

}
