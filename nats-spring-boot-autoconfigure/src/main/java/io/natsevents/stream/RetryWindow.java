package io.natsevents.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.natsevents.connection.ExponentialDelays;

/**
 * Waits longer and longer between attempts until the time allowed is used up.
 */
public final class RetryWindow {

	static final ExponentialDelays PAUSES = new ExponentialDelays(Duration.ofMillis(250), 2, Duration.ofSeconds(2));

	private final InstantSource clock;

	private final Sleeper sleeper;

	private final Instant end;

	private int attempts = 1;

	/**
	 * Open the window.
	 * @param timeout the time allowed from now on
	 * @param clock tells the time
	 */
	public RetryWindow(Duration timeout, InstantSource clock) {
		this(timeout, clock, RetryWindow::sleep);
	}

	RetryWindow(Duration timeout, InstantSource clock, Sleeper sleeper) {
		this.clock = clock;
		this.sleeper = sleeper;
		this.end = clock.instant().plus(timeout);
	}

	/**
	 * Wait before the next attempt.
	 * @return {@code false}, without waiting, if no time is left
	 * @throws InterruptedException when interrupted while waiting
	 */
	public boolean awaitNext() throws InterruptedException {
		Duration left = Duration.between(this.clock.instant(), this.end);
		if (left.isNegative() || left.isZero()) {
			return false;
		}
		Duration pause = PAUSES.before(this.attempts);
		this.sleeper.sleep((pause.compareTo(left) < 0) ? pause : left);
		this.attempts++;
		return true;
	}

	int attempts() {
		return this.attempts;
	}

	static void sleep(Duration duration) throws InterruptedException {
		Thread.sleep(duration.toMillis());
	}

	/**
	 * Passes time.
	 */
	@FunctionalInterface
	interface Sleeper {

		void sleep(Duration duration) throws InterruptedException;

	}

}
