package io.natsevents.benchmark.report;

import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What has become worse since an earlier run.
 * <p>
 * Figures of two machines cannot be compared, but how ours stands to the bare client can.
 */
public final class Losses {

	/** A loss of less is no news on machines that others use, too. */
	private static final double TOLERANCE = 0.1;

	private final Results baseline;

	/**
	 * Compare with an earlier run.
	 * @param baseline the earlier run
	 */
	public Losses(Results baseline) {
		this.baseline = baseline;
	}

	/**
	 * Say what a row has lost.
	 * @param result the row now
	 * @return what it has lost, if it is more than a tenth and what the bare client
	 * differs from itself
	 */
	public Optional<String> of(Result result) {
		Double now = result.ratio();
		Double before = this.baseline.find(result.name()).map(Result::ratio).orElse(null);
		if (now == null || before == null || now >= before * (1 - TOLERANCE) - zeroIfUnknown(result.spread())) {
			return Optional.empty();
		}
		return Optional.of(String.format(Locale.ROOT, "LOST: the ratio was %.3f", before));
	}

	private static double zeroIfUnknown(@Nullable Double figure) {
		return (figure != null) ? figure : 0;
	}

}
