package io.natsevents.campaign.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * All that was seen of one quantity, one value after the other.
 */
final class Series {

	/** What was not used before is filled at first, such as caches. */
	private static final int WARM_UP_SHARE = 6;

	private final List<Long> values = new ArrayList<>();

	private final String of;

	private final Measure measure;

	private final long limit;

	/**
	 * Begin a series.
	 * @param of the process or workload
	 * @param measure what is looked at
	 * @param limit what no value may exceed
	 */
	Series(String of, Measure measure, long limit) {
		this.of = of;
		this.measure = measure;
		this.limit = limit;
	}

	void add(long value) {
		this.values.add(value);
	}

	/**
	 * What came of it, without the warm-up.
	 */
	SoakRow row() {
		List<Long> warm = this.values.subList(this.values.size() / WARM_UP_SHARE, this.values.size());
		Trend trend = Trend.of(warm);
		long most = this.values.stream().mapToLong(Long::longValue).max().orElse(0);
		return new SoakRow(this.of, this.measure.title(), trend.first(), trend.last(), trend.growth(), most, this.limit,
				most <= this.limit && trend.isFlat(this.measure.allowed(trend.first())));
	}

}
