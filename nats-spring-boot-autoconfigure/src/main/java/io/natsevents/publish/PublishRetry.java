package io.natsevents.publish;

import java.time.Duration;

import io.natsevents.connection.ExponentialDelays;

/**
 * What happens after an attempt that was not confirmed.
 *
 * @param maxRetries how many attempts follow the first
 * @param delays pauses between the attempts
 * @param jitter each pause is longer or shorter by up to this
 * @param maxDuration the whole call lasts no longer
 */
public record PublishRetry(int maxRetries, ExponentialDelays delays, Duration jitter, Duration maxDuration) {

	public PublishRetry {
		if (maxRetries < 0) {
			throw new IllegalArgumentException("max-retries must be 0 or more but is " + maxRetries);
		}
		if (jitter.isNegative()) {
			throw new IllegalArgumentException("jitter must not be negative but is " + jitter);
		}
		if (maxDuration.isNegative() || maxDuration.isZero()) {
			throw new IllegalArgumentException("max-duration must be more than 0 but is " + maxDuration);
		}
	}

	/**
	 * The pause before a retry.
	 * @param retry 1 for the first
	 * @param random a number from 0 (inclusive) to 1 (exclusive)
	 * @return the pause, never negative
	 */
	Duration pauseBefore(int retry, double random) {
		long shift = Math.round(this.jitter.toNanos() * (2 * random - 1));
		return Duration.ofNanos(Math.max(0, this.delays.before(retry).toNanos() + shift));
	}

}
