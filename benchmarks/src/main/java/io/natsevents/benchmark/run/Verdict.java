package io.natsevents.benchmark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a row is what was asked of it.
 *
 * @param kind the verdict
 * @param reasons what was missed; empty when nothing was
 */
public record Verdict(Kind kind, List<String> reasons) {

	/**
	 * Judge a comparison. Something is missed only when it is beyond its limit by more
	 * than the bare client differs from itself.
	 * @param comparison the comparison
	 * @return the verdict
	 */
	public static Verdict of(Comparison comparison) {
		Limits limits = comparison.row().limits();
		List<String> reasons = new ArrayList<>();
		if (missesTheBareClient(comparison, limits)) {
			reasons.add(String.format(Locale.ROOT, "ratio %.3f", comparison.ratio()));
		}
		if (comparison.row().ratio(comparison.ours(), limits.bound()) < 1) {
			reasons.add(String.format(Locale.ROOT, "%.3f %s is beyond %.3f", comparison.ours(), comparison.row().unit(),
					limits.bound()));
		}
		if (comparison.cpuRatio() > limits.cpu() * (1 + comparison.cpuSpread())) {
			reasons.add(String.format(Locale.ROOT, "%.2f times the processor time", comparison.cpuRatio()));
		}
		if (comparison.bytesRatio() > limits.bytes() * (1 + comparison.bytesSpread())) {
			reasons.add(String.format(Locale.ROOT, "%.2f times the bytes", comparison.bytesRatio()));
		}
		if (!reasons.isEmpty()) {
			return new Verdict(Kind.MISSED, List.copyOf(reasons));
		}
		return new Verdict(limits.equals(Limits.REPORTED) ? Kind.REPORTED : Kind.MET, List.of());
	}

	private static boolean missesTheBareClient(Comparison comparison, Limits limits) {
		boolean belowFloor = comparison.ratio() < limits.floor() * (1 - comparison.spread());
		if (Double.isNaN(limits.slack())) {
			return belowFloor;
		}
		double worse = switch (comparison.row().better()) {
			case HIGHER -> comparison.bare() - comparison.ours();
			case LOWER -> comparison.ours() - comparison.bare();
		};
		boolean beyondSlack = worse > limits.slack() + comparison.spread() * comparison.bare();
		return beyondSlack && (belowFloor || Double.isNaN(limits.floor()));
	}

	/**
	 * Verdicts.
	 */
	public enum Kind {

		/** Everything that was asked is there. */
		MET,

		/** Something that was asked is not there. */
		MISSED,

		/** Nothing was asked. */
		REPORTED

	}

}
