package io.natsevents.deadletter;

import java.time.Duration;

import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.ExponentialDelays;
import org.jspecify.annotations.Nullable;

/**
 * Tries to end a claim a few times: the event is handled or has failed, and only the
 * entry does not know yet.
 */
final class ClaimRetries {

	private static final int TRIES = 5;

	/** For a server that is away for a moment. */
	static final ExponentialDelays DELAYS = new ExponentialDelays(Duration.ofMillis(200), 2, Duration.ofSeconds(2));

	private final ExponentialDelays delays;

	private final Pause pause;

	/**
	 * Create retries.
	 * @param delays how long to wait before each
	 * @param pause waits
	 */
	ClaimRetries(ExponentialDelays delays, Pause pause) {
		this.delays = delays;
		this.pause = pause;
	}

	/**
	 * Run a step until it is done or cannot be.
	 * @return its last outcome
	 */
	Outcome run(Step step) {
		Outcome outcome = attempt(step, true);
		for (int tries = 1; tries < TRIES && outcome.again(); tries++) {
			try {
				this.pause.pause(this.delays.before(tries));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return outcome;
			}
			outcome = attempt(step, false);
		}
		return outcome;
	}

	private static Outcome attempt(Step step, boolean first) {
		try {
			return step.attempt(first);
		}
		catch (ConnectionUnavailableException | DeadLettersUnavailableException | IllegalStateException
				| IllegalArgumentException ex) {
			return Outcome.again(ex.getMessage());
		}
	}

	/**
	 * What came of a step.
	 *
	 * @param again whether it may succeed later
	 * @param error what is wrong, or {@code null} when it is done
	 */
	record Outcome(boolean again, @Nullable String error) {

		static final Outcome DONE = new Outcome(false, null);

		static Outcome again(@Nullable String error) {
			return new Outcome(true, String.valueOf(error));
		}

		static Outcome end(String error) {
			return new Outcome(false, error);
		}

		/**
		 * What to tell of it.
		 * @param gaveUp what it means when it never succeeded
		 * @return what went wrong, or {@code null} when it is done
		 */
		@Nullable ClaimTrouble trouble(String gaveUp) {
			if (this.error == null) {
				return null;
			}
			return new ClaimTrouble(this.again ? gaveUp + ": " + this.error : this.error, this.again);
		}

	}

	/**
	 * Something to try.
	 */
	@FunctionalInterface
	interface Step {

		/**
		 * Try it.
		 * @param first whether it was not tried before: nothing of it can have arrived
		 */
		Outcome attempt(boolean first);

	}

	/**
	 * Waits.
	 */
	@FunctionalInterface
	interface Pause {

		void pause(Duration duration) throws InterruptedException;

	}

}
