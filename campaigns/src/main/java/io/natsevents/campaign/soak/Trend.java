package io.natsevents.campaign.soak;

import java.util.Arrays;
import java.util.List;

/**
 * Where a quantity goes. Medians, so that a moment in which everything was slow does not
 * count.
 *
 * @param first median of the first quarter
 * @param last median of the last quarter
 * @param growth what the median of the slopes between all pairs of values comes to from
 * the first to the last
 */
record Trend(double first, double last, double growth) {

	/**
	 * Of values that were taken one after the other, at about the same distance.
	 * @throws IllegalArgumentException if there are fewer than four
	 */
	static Trend of(List<Long> values) {
		int count = values.size();
		if (count < 4) {
			throw new IllegalArgumentException("Four values at least make a trend, not " + values);
		}
		int quarter = count / 4;
		return new Trend(median(values.subList(0, quarter)), median(values.subList(count - quarter, count)),
				slope(values) * (count - 1));
	}

	private static double slope(List<Long> values) {
		int count = values.size();
		double[] slopes = new double[count * (count - 1) / 2];
		int next = 0;
		for (int left = 0; left < count; left++) {
			for (int right = left + 1; right < count; right++) {
				slopes[next] = (double) (values.get(right) - values.get(left)) / (right - left);
				next++;
			}
		}
		return median(slopes);
	}

	private static double median(List<Long> values) {
		return median(values.stream().mapToDouble(Long::doubleValue).toArray());
	}

	private static double median(double[] values) {
		Arrays.sort(values);
		int middle = values.length / 2;
		return (values.length % 2 == 1) ? values[middle] : (values[middle - 1] + values[middle]) / 2;
	}

	/**
	 * Whether it does not grow. What shrinks is flat.
	 * @param allowed how much it may grow between the quarters, and by its slope
	 */
	boolean isFlat(double allowed) {
		return this.last - this.first <= allowed && this.growth <= allowed;
	}

}
