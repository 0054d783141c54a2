package io.natsevents.benchmark.run;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param warmUp how long rounds go on that do not count, one of each side at least
 * @param rounds rounds that count
 * @param share which part of a round's events is done, more than 0 and at most 1
 */
public record Effort(Duration warmUp, int rounds, double share) {

	/**
	 * What the compiler still has to do counts as processor time of whoever runs: after
	 * ten seconds it was a tenth of what an event costs, after these it is a few
	 * hundredths, nearly the same for both sides.
	 */
	private static final Duration WARM_UP = Duration.ofSeconds(20);

	/**
	 * Enough for a figure.
	 * @param rounds rounds that count
	 * @return the effort
	 */
	public static Effort full(int rounds) {
		return new Effort(WARM_UP, rounds, 1);
	}

	/**
	 * Enough to see that a case works, in about a second.
	 * @return the effort
	 */
	public static Effort trial() {
		return new Effort(Duration.ZERO, 1, 0.02);
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
