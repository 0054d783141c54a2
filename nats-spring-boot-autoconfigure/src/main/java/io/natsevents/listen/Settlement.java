package io.natsevents.listen;

import java.time.Duration;

import io.natsevents.deadletter.DeadLetterReason;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a delivery.
 */
sealed interface Settlement {

	/**
	 * It is done: acknowledge it.
	 */
	record Acknowledge() implements Settlement {
	}

	/**
	 * Deliver it again.
	 *
	 * @param delay after which to deliver it
	 */
	record Retry(Duration delay) implements Settlement {
	}

	/**
	 * Try it again here, for as long as it takes, without giving it back: its failure
	 * says nothing about the event.
	 *
	 * @param delay after which to try
	 */
	record RetryInPlace(Duration delay) implements Settlement {
	}

	/**
	 * Park it as a dead letter.
	 *
	 * @param reason why
	 * @param failure the exception behind it, or {@code null} when there is none
	 */
	record Park(DeadLetterReason reason, @Nullable Throwable failure) implements Settlement {
	}

}
