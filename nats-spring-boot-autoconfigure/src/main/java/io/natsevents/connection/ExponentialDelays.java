package io.natsevents.connection;

import java.time.Duration;

/**
 * Delays that grow from one retry to the next.
 *
 * @param first delay before the first retry
 * @param multiplier by how much each delay is longer than the one before
 * @param longest no delay is longer
 */
public record ExponentialDelays(Duration first, double multiplier, Duration longest) {

	public ExponentialDelays {
		if (first.isNegative()) {
			throw new IllegalArgumentException("delay must not be negative but is " + first);
		}
		if (multiplier < 1) {
			throw new IllegalArgumentException("multiplier must be 1 or more but is " + multiplier);
		}
		if (longest.compareTo(first) < 0) {
			throw new IllegalArgumentException("max-delay " + longest + " must not be shorter than delay " + first);
		}
	}

	/**
	 * The delay before a retry.
	 * @param retry 1 for the first
	 * @return the delay
	 */
	public Duration before(int retry) {
		double nanos = this.first.toNanos() * Math.pow(this.multiplier, retry - 1.0);
		return (nanos >= this.longest.toNanos()) ? this.longest : Duration.ofNanos((long) nanos);
	}

}
