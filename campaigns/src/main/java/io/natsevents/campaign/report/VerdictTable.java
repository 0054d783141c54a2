package io.natsevents.campaign.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.judge.Counts;
import io.natsevents.campaign.judge.Silences;
import io.natsevents.campaign.judge.Verdict;
import io.natsevents.campaign.judge.Violation;

/**
 * The table of a campaign, a row for each round, with what else should be known of it.
 */
public final class VerdictTable {

	private static final int MOST = 10;

	private static final String HEAD = "| round | fault | s | published | acknowledged | refused | unknown | stored"
			+ " | handled | parked | twice | lost | silence of publish, bare, ms | of handle, bare, ms"
			+ " | of key, cluster, ms |";

	private final PrintStream output;

	public VerdictTable(PrintStream output) {
		this.output = output;
	}

	/**
	 * Print the head.
	 */
	public void head() {
		this.output.println(HEAD);
		this.output.println("| --- ".repeat(15) + "|");
	}

	/**
	 * Print a row, and what broke a promise.
	 */
	public void row(Verdict verdict) {
		Strike strike = verdict.strike();
		Counts counts = verdict.counts();
		Silences silences = verdict.silences();
		this.output.println(String.format(Locale.ROOT,
				"| %d | %s | %.1f | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d, %d | %d, %d | %d, %d |",
				strike.round(), strike.fault(), strike.millis(strike.healed()) / 1e3, counts.published(),
				counts.acknowledged(), counts.refused(), counts.unknown(), counts.stored(), counts.handled(),
				counts.parked(), counts.handledTwice(), counts.lost(), silences.publish(), silences.barePublish(),
				silences.handle(), silences.bareHandle(), silences.key(), silences.cluster()));
		verdict.notes().forEach((note) -> this.output.println("  " + note));
		List<Violation> violations = verdict.violations();
		if (!violations.isEmpty()) {
			RoundRow.done(strike).forEach((line) -> this.output.println("  done: " + line));
		}
		violations.stream().limit(MOST).forEach(this::violation);
		if (violations.size() > MOST) {
			this.output
				.println("  and %d more broken promises, which campaign.json has".formatted(violations.size() - MOST));
		}
	}

	private void violation(Violation violation) {
		this.output.println("  BROKEN: " + violation.promise());
		violation.history().forEach((line) -> this.output.println("    " + line));
	}

}
