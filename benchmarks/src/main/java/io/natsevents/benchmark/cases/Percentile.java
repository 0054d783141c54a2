package io.natsevents.benchmark.cases;

/**
 * The figure that a share of all figures does not exceed.
 */
final class Percentile {

	private Percentile() {
	}

	/**
	 * Find it by the nearest rank, so that it is one of the figures.
	 * @param sorted the figures, in ascending order
	 * @param share the share, more than 0 and at most 1
	 */
	static long of(long[] sorted, double share) {
		if (sorted.length == 0) {
			throw new IllegalArgumentException("There are no figures to find a percentile of");
		}
		if (!(share > 0 && share <= 1)) {
			throw new IllegalArgumentException("A share must be more than 0 and at most 1, but is " + share);
		}
		return sorted[(int) Math.ceil(share * sorted.length) - 1];
	}

}
