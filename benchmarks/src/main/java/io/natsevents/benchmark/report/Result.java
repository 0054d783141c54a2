package io.natsevents.benchmark.report;

import io.natsevents.benchmark.run.Comparison;
import io.natsevents.benchmark.run.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A row as it is written down. What was not measured, or not asked for, is {@code null}.
 *
 * @param name name of the row
 * @param unit unit of {@code ours} and {@code bare}
 * @param ours our figure, the median
 * @param bare the bare client's, the median
 * @param ratio median of the rounds; 1 when they are equal, more when ours is better
 * @param min ratio of the worst round
 * @param max ratio of the best round
 * @param control the bare client against itself, the median
 * @param spread by how much that usually differs from 1
 * @param cpuRatio processor time for an event, less is better
 * @param allocRatio bytes allocated for an event, less is better
 * @param floor the least ratio that was asked for
 * @param verdict whether the row is what was asked for
 */
public record Result(String name, String unit, @Nullable Double ours, @Nullable Double bare, @Nullable Double ratio,
		@Nullable Double min, @Nullable Double max, @Nullable Double control, @Nullable Double spread,
		@Nullable Double cpuRatio, @Nullable Double allocRatio, @Nullable Double floor, Verdict.Kind verdict) {

	/**
	 * Write down a comparison.
	 * @param comparison the comparison
	 * @return the row
	 */
	public static Result of(Comparison comparison) {
		return new Result(comparison.row().name(), comparison.row().unit(), measured(comparison.ours()),
				measured(comparison.bare()), measured(comparison.ratio()), measured(comparison.min()),
				measured(comparison.max()), measured(comparison.control()), measured(comparison.spread()),
				measured(comparison.cpuRatio()), measured(comparison.bytesRatio()),
				measured(comparison.row().limits().floor()), Verdict.of(comparison).kind());
	}

	private static @Nullable Double measured(double figure) {
		return Double.isFinite(figure) ? Math.round(figure * 1e4) / 1e4 : null;
	}

}
