package io.natsevents.benchmark.run;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param warmUp how long rounds go on that do not count, one of each side at least
 * @param rounds how many rounds count at least
 * @param time for how long rounds go on that count, as many as have begun by then
 * @param share which part of a round's events is done, more than 0 and at most 1
 */
public record Effort(Duration warmUp, int rounds, Duration time, double share) {

	/**
	 * What the compiler still has to do counts as processor time of whoever runs: after
	 * ten seconds it was a tenth of what an event costs, after these it is a few
	 * hundredths, nearly the same for both sides.
	 */
	private static final Duration WARM_UP = Duration.ofSeconds(20);

	/** So few say little when they are short. */
	private static final int ROUNDS = 5;

	/**
	 * Enough for a figure.
	 * @param time for how long rounds go on, five at least
	 * @return the effort
	 */
	public static Effort full(Duration time) {
		return new Effort(WARM_UP, ROUNDS, time, 1);
	}

	/**
	 * So many rounds.
	 * @param rounds rounds that count
	 * @return the effort
	 */
	public static Effort full(int rounds) {
		return new Effort(WARM_UP, rounds, Duration.ZERO, 1);
	}

	/**
	 * Enough to see that a case works, in about a second.
	 * @return the effort
	 */
	public static Effort trial() {
		return new Effort(Duration.ZERO, 1, Duration.ZERO, 0.02);
	}

	/**
	 * How many events there are.
	 * @param full how many there are with the full effort
	 * @return the number, at least 1
	 */
	public int events(int full) {
		return Math.max(1, (int) (full * this.share));
	}

}
