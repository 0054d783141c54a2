package io.natsevents.listen;

import io.natsevents.deadletter.DeadLetterReason;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler or an interceptor to say that an event can never be handled: it is
 * parked at once, without retries.
 */
public class RejectedEventException extends RuntimeException {

	private final DeadLetterReason deadLetterReason;

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
		this(DeadLetterReason.REJECTED, reason, cause);
	}

	/**
	 * Create the exception.
	 * @param deadLetterReason what to park the event under
	 * @param reason why, for whoever looks at the dead letter later
	 * @param cause what made it so, or {@code null}
	 */
	public RejectedEventException(DeadLetterReason deadLetterReason, String reason, @Nullable Throwable cause) {
		super(reason, cause);
		this.deadLetterReason = deadLetterReason;
	}

	/**
	 * What to park the event under.
	 * @return {@link DeadLetterReason#REJECTED} unless another was given
	 */
	public DeadLetterReason getDeadLetterReason() {
		return this.deadLetterReason;
	}

}
