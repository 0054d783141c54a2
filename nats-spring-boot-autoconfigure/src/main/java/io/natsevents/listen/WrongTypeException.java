package io.natsevents.listen;

/**
 * An event is not of a type or version that the listener takes, although its subject is.
 */
class WrongTypeException extends RuntimeException {

	private final String eventId;

	WrongTypeException(String eventId, String message) {
		super(message);
		this.eventId = eventId;
	}

	String eventId() {
		return this.eventId;
	}

}
