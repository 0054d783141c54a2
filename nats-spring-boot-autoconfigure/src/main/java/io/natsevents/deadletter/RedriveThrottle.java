package io.natsevents.deadletter;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Spreads events evenly over time. What was not used is not saved up.
 */
final class RedriveThrottle {

	private final long intervalNanos;

	private final LongSupplier nanoTime;

	private final StopSignal stop;

	private long next;

	/**
	 * Create a throttle.
	 * @param ratePerSecond how many per second at most, or 0 for no limit
	 * @param nanoTime tells the time
	 * @param stop ends the waiting
	 */
	RedriveThrottle(double ratePerSecond, LongSupplier nanoTime, StopSignal stop) {
		this.intervalNanos = (ratePerSecond > 0) ? (long) (TimeUnit.SECONDS.toNanos(1) / ratePerSecond) : 0;
		this.nanoTime = nanoTime;
		this.stop = stop;
		this.next = nanoTime.getAsLong();
	}

	/**
	 * Wait for the turn of the next one.
	 * @return {@code false} when it must not begin any more
	 */
	boolean await() throws InterruptedException {
		long wait = (this.intervalNanos > 0) ? this.next - this.nanoTime.getAsLong() : 0;
		if (this.stop.isGivenWithin(Duration.ofNanos(Math.max(0, wait)))) {
			return false;
		}
		this.next = Math.max(this.next, this.nanoTime.getAsLong()) + this.intervalNanos;
		return true;
	}

	/**
	 * Tells when to stop.
	 */
	@FunctionalInterface
	interface StopSignal {

		/**
		 * Wait for it.
		 * @param limit for how long
		 * @return whether it was given
		 */
		boolean isGivenWithin(Duration limit) throws InterruptedException;

	}

}
