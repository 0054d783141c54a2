package io.natsevents.listen;

/**
 * An event is not of a type or version that the listener takes, although its subject is.
 */
class WrongTypeException extends RuntimeException {

	WrongTypeException(String message) {
		super(message);
	}

}
