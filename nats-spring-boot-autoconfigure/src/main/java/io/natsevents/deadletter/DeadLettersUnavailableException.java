package io.natsevents.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * The server could not be asked about dead letters, or did not do what it was asked: no
 * connection, no stream, no permission, no answer. The message says which and what to do;
 * without a connection or an answer it is a {@link DeadLettersUnreachableException}.
 */
public class DeadLettersUnavailableException extends RuntimeException {

	public DeadLettersUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
