package io.natsevents.deadletter;

/**
 * There is no dead letter of an id: it was redriven, discarded, or is older than its
 * stream keeps them.
 */
public class UnknownDeadLetterException extends RuntimeException {

	public UnknownDeadLetterException(DeadLetterId id) {
		super("There is no dead letter " + id + ": it was redriven or discarded, or is older than "
				+ DeadLetterStream.NAME + " keeps them");
	}

}
