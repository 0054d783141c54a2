package io.natsevents.deadletter;

/**
 * A dead letter was left alone because somebody else is at it. Nothing was changed.
 */
public class DeadLetterConflictException extends RuntimeException {

	public DeadLetterConflictException(DeadLetterId id, String reason) {
		super("Dead letter " + id + " was left alone: " + reason);
	}

}
