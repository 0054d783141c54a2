package io.natsevents.deadletter;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.natsevents.connection.ExponentialDelays;
import io.natsevents.deadletter.ClaimAttempt.Unavailable;
import io.natsevents.deadletter.RedriveThrottle.StopSignal;
import org.jspecify.annotations.Nullable;

/**
 * Tries again while the server is away for a moment: servers that are restarted one after
 * the other elect leaders each time, and a long redrive should outlast that.
 */
final class RedrivePatience {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final ExponentialDelays DELAYS = new ExponentialDelays(Duration.ofMillis(200), 2,
			Duration.ofSeconds(2));

	private final LongSupplier nanoTime;

	private final StopSignal stop;

	/**
	 * Create patience.
	 * @param nanoTime tells the time
	 * @param stop ends it
	 */
	RedrivePatience(LongSupplier nanoTime, StopSignal stop) {
		this.nanoTime = nanoTime;
		this.stop = stop;
	}

	/**
	 * Try to claim until it is decided.
	 * @return the last attempt
	 */
	ClaimAttempt claim(Supplier<ClaimAttempt> claim) {
		long started = this.nanoTime.getAsLong();
		ClaimAttempt attempt = claim.get();
		try {
			for (int tries = 1; attempt instanceof Unavailable away && away.canPass()
					&& again(tries, started); tries++) {
				attempt = claim.get();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return attempt;
	}

	/**
	 * Try to read until there is an answer.
	 * @return what was read
	 * @throws DeadLettersUnavailableException when there is none in the end
	 */
	<T> @Nullable T read(Reading<T> reading) throws InterruptedException {
		long started = this.nanoTime.getAsLong();
		for (int tries = 1;; tries++) {
			try {
				return reading.read();
			}
			catch (DeadLettersUnreachableException ex) {
				if (!again(tries, started)) {
					throw ex;
				}
			}
		}
	}

	private boolean again(int tries, long started) throws InterruptedException {
		Duration delay = DELAYS.before(tries);
		boolean hasTime = this.nanoTime.getAsLong() - started + delay.toNanos() <= LIMIT.toNanos();
		return hasTime && !this.stop.isGivenWithin(delay);
	}

	/**
	 * Something to read.
	 *
	 * @param <T> what is read
	 */
	@FunctionalInterface
	interface Reading<T> {

		@Nullable T read();

	}

}
