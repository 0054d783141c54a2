package io.natsevents.listen;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler to say that an event can never be handled: it is parked at once,
 * without retries.
 */
public class RejectedEventException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param reason why, for whoever looks at the dead letter later
	 */
	public RejectedEventException(String reason) {
		this(reason, null);
	}

	/**
	 * Create the exception.
	 * @param reason why, for whoever looks at the dead letter later
	 * @param cause what made it so, or {@code null}
	 */
	public RejectedEventException(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

}
