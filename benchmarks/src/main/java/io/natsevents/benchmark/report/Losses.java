package io.natsevents.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What has become worse since an earlier run.
 * <p>
 * Figures of two machines cannot be compared, but how ours stands to the bare client can,
 * on the same release of Java.
 */
public final class Losses {

	/** A loss of less is no news on machines that others use, too. */
	private static final double TOLERANCE = 0.1;

	private final Results baseline;

	private final boolean comparable;

	/**
	 * Compare with an earlier run.
	 * @param baseline the earlier run
	 * @param machine what is measured on now
	 * @throws IllegalStateException when the earlier run does not tell its Java
	 */
	public Losses(Results baseline, Machine machine) {
		this.baseline = baseline;
		this.comparable = baseline.machine().hasJavaOf(machine);
	}

	/**
	 * Why nothing is compared.
	 * @return the reason, or nothing when rows are compared
	 */
	public Optional<String> hindrance() {
		return this.comparable ? Optional.empty()
				: Optional.of("Not compared with the baseline, which is of " + this.baseline.machine().java());
	}

	/**
	 * Say what a row has lost. Rows of which no ratio is asked are not compared: some
	 * depend on chance.
	 * @param result the row now
	 * @return what it has lost, if it is more than a tenth and what the bare client
	 * differs from itself
	 */
	public List<String> of(Result result) {
		Result before = this.baseline.find(result.name()).orElse(null);
		if (!this.comparable || before == null || result.floor() == null) {
			return List.of();
		}
		double tolerance = TOLERANCE + ((result.spread() != null) ? result.spread() : 0);
		List<String> losses = new ArrayList<>();
		if (isLess(result.ratio(), before.ratio(), tolerance)) {
			losses.add(lost("ratio", before.ratio()));
		}
		if (isLess(before.cpuRatio(), result.cpuRatio(), tolerance)) {
			losses.add(lost("processor time", before.cpuRatio()));
		}
		if (isLess(before.allocRatio(), result.allocRatio(), TOLERANCE)) {
			losses.add(lost("bytes", before.allocRatio()));
		}
		return List.copyOf(losses);
	}

	private static boolean isLess(@Nullable Double one, @Nullable Double other, double tolerance) {
		return one != null && other != null && one < other * (1 - tolerance);
	}

	private static String lost(String what, @Nullable Double before) {
		return String.format(Locale.ROOT, "LOST: %s was %.3f", what, before);
	}

}
