package io.natsevents.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * The server could not be asked about dead letters, or did not answer: it is away, or a
 * leader is being elected. The same request may succeed later.
 */
public class DeadLettersUnreachableException extends DeadLettersUnavailableException {

	public DeadLettersUnreachableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
