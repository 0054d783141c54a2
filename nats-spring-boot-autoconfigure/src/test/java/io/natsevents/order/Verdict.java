package io.natsevents.order;

import java.util.List;

/**
 * What the judge says.
 *
 * @param violations what broke the promise
 * @param unhandled sequences of events that were neither handled nor parked
 * @param parked how many events were parked
 * @param repeated how many events were handled again after they had been
 * @param repeatedBehind how many of those after a later one of their key had begun
 */
record Verdict(List<String> violations, List<Long> unhandled, int parked, long repeated, long repeatedBehind) {

	private static final int SHOWN = 10;

	boolean isClean() {
		return this.violations.isEmpty() && this.unhandled.isEmpty();
	}

	String describe() {
		return "violations: " + this.violations.size() + ", never handled: " + this.unhandled.size() + ", parked: "
				+ this.parked + ", handled more than once: " + this.repeated
				+ ", of these after a later one of their key: " + this.repeatedBehind
				+ this.violations.stream().limit(SHOWN).map((line) -> "\n  " + line).reduce("", String::concat)
				+ (this.unhandled.isEmpty() ? ""
						: "\n  never handled: " + this.unhandled.stream().limit(SHOWN).toList());
	}

}
