package io.natsevents.campaign.report;

import java.io.PrintStream;
import java.util.List;

import io.natsevents.campaign.judge.Verdict;

/**
 * What is printed when a campaign has ended: a row for each fault, one for all, and how
 * to do again what broke a promise.
 */
public final class CampaignSummary {

	private static final String HEAD = "| fault | expectation | times | published | acknowledged | refused | unknown | stored"
			+ " | handled | parked | twice | lost | longest silence beyond the bare client's, ms |";

	private final PrintStream output;

	public CampaignSummary(PrintStream output) {
		this.output = output;
	}

	/**
	 * Print it.
	 */
	public void print(long seed, List<Verdict> verdicts) {
		this.output.println();
		this.output.println(HEAD);
		this.output.println("| --- ".repeat(13) + "|");
		List<FaultRow> rows = FaultRow.of(verdicts);
		rows.forEach(this::row);
		row(FaultRow.ofNothingLost(verdicts));
		row(FaultRow.totals(verdicts));
		this.output.println();
		rows.stream()
			.filter((row) -> row.violations() > 0)
			.forEach((row) -> this.output
				.println("%d promises broken by %s; ./campaign --seed %d --faults %s does it again"
					.formatted(row.violations(), row.fault(), seed, row.fault())));
		this.output.println(verdicts.stream().allMatch((verdict) -> verdict.violations().isEmpty())
				? "No promise was broken; ./campaign --seed %d does it again".formatted(seed) : "A promise was broken");
	}

	private void row(FaultRow row) {
		this.output.println("| %s | %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |".formatted(row.fault(),
				row.expectation(), row.times(), row.eventsPublished(), row.acknowledged(), row.refused(), row.unknown(),
				row.stored(), row.handled(), row.parked(), row.handledTwice(), row.lost(),
				row.longestSilenceBeyondBareMillis()));
	}

}
