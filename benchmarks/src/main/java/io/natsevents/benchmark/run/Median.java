package io.natsevents.benchmark.run;

import java.util.Arrays;
import java.util.Collection;

/**
 * The middle of some figures, which one lucky or unlucky round does not move.
 */
final class Median {

	private Median() {
	}

	/**
	 * Find the middle.
	 * @return the middle figure, or the mean of the two in the middle
	 */
	static double of(Collection<Double> figures) {
		double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		if (sorted.length == 0) {
			throw new IllegalArgumentException("No figures, no median: run at least one round");
		}
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle]
				: Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
	}

}
