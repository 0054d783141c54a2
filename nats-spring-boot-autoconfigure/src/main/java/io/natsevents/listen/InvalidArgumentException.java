package io.natsevents.listen;

/**
 * The data of an event is not what the handler's signature asks for: it is missing, or
 * fails validation. The message names fields and rules, never values.
 */
class InvalidArgumentException extends RuntimeException {

	InvalidArgumentException(String message) {
		super(message);
	}

}
