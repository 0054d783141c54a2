package io.natsevents.benchmark.run;

/**
 * How much is done.
 *
 * @param warmUps rounds before the first that counts
 * @param rounds rounds that count
 * @param share which part of a round's events is done, more than 0 and at most 1
 */
public record Effort(int warmUps, int rounds, double share) {

	/**
	 * Enough for a figure.
	 * @param rounds rounds that count
	 * @return the effort
	 */
	public static Effort full(int rounds) {
		return new Effort(4, rounds, 1);
	}

	/**
	 * Enough to see that a case works, in about a second.
	 * @return the effort
	 */
	public static Effort trial() {
		return new Effort(1, 1, 0.02);
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
