package io.natsevents.order;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;

/**
 * How fast a run was.
 *
 * @param events how many events were handled
 * @param perSecond how many in a second, by all handlers together
 * @param perKeyAndSecond how many of one key in a second, in the median of all keys
 * @param latencies milliseconds from publishing to the first handling: median, 95 %, 99
 * %, longest
 * @param silence longest time in milliseconds in which no handler began
 */
record RunFigures(int events, double perSecond, double perKeyAndSecond, List<Double> latencies, double silence) {

	private static final double NANOS_PER_MILLI = 1e6;

	private static final double NANOS_PER_SECOND = 1e9;

	static RunFigures of(Evidence evidence) {
		Map<Long, Handling> firsts = new HashMap<>();
		Map<String, LongSummaryStatistics> keys = new HashMap<>();
		LongSummaryStatistics all = new LongSummaryStatistics();
		for (Handling run : evidence.handlings()) {
			firsts.merge(run.sequence(), run, (one, other) -> (one.begin() <= other.begin()) ? one : other);
			if (run.isDone()) {
				keys.computeIfAbsent(run.load().key(), (key) -> new LongSummaryStatistics()).accept(run.end());
				all.accept(run.end());
			}
		}
		double[] latencies = sorted(
				firsts.values().stream().map((run) -> run.begin() - run.load().published()).toList());
		double[] begins = sorted(evidence.handlings().stream().map(Handling::begin).toList());
		double silence = 0;
		for (int index = 1; index < begins.length; index++) {
			silence = Math.max(silence, begins[index] - begins[index - 1]);
		}
		double[] rates = keys.values().stream().mapToDouble(RunFigures::perSecond).sorted().toArray();
		return new RunFigures(firsts.size(), perSecond(all), at(rates, 0.5),
				List.of(millis(latencies, 0.5), millis(latencies, 0.95), millis(latencies, 0.99), millis(latencies, 1)),
				silence / NANOS_PER_MILLI);
	}

	private static double perSecond(LongSummaryStatistics ends) {
		double nanos = ends.getMax() - ends.getMin();
		return (nanos > 0) ? (ends.getCount() - 1) * NANOS_PER_SECOND / nanos : 0;
	}

	private static double[] sorted(Collection<Long> values) {
		return values.stream().mapToDouble(Long::doubleValue).sorted().toArray();
	}

	private static double millis(double[] sorted, double share) {
		return at(sorted, share) / NANOS_PER_MILLI;
	}

	private static double at(double[] sorted, double share) {
		return (sorted.length == 0) ? 0 : sorted[(int) Math.min(sorted.length - 1L, Math.floor(share * sorted.length))];
	}

	String describe() {
		return String.format(Locale.ROOT,
				"%d events, %.0f/s, of one key %.1f/s (median); from publishing to handling %.1f ms (median), %.1f ms"
						+ " (95 %%), %.1f ms (99 %%), %.1f ms (longest); longest silence %.0f ms",
				this.events, this.perSecond, this.perKeyAndSecond, this.latencies.get(0), this.latencies.get(1),
				this.latencies.get(2), this.latencies.get(3), this.silence);
	}

}
