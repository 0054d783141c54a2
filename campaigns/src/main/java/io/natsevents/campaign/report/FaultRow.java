package io.natsevents.campaign.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.judge.Counts;
import io.natsevents.campaign.judge.Verdict;

/**
 * All rounds of one fault together.
 *
 * @param fault its name
 * @param expectation what may become of events
 * @param times how often it struck
 * @param eventsPublished events that were handed to publishers
 * @param acknowledged events that a server confirmed
 * @param refused events that certainly were not stored
 * @param unknown events of which their publisher does not know
 * @param stored events that the servers held
 * @param handled events that were handled
 * @param parked events that were parked
 * @param handledTwice events that were handled more than once
 * @param lost events that were acknowledged or stored, and neither handled nor parked
 * @param longestSilenceBeyondBareMillis by how much it was silent for longer than the
 * bare client
 * @param violations how often a promise was broken
 */
public record FaultRow(String fault, String expectation, int times, int eventsPublished, int acknowledged, int refused,
		int unknown, int stored, int handled, int parked, int handledTwice, int lost,
		long longestSilenceBeyondBareMillis, int violations) {

	/**
	 * A row for each fault, in the order of their names.
	 */
	static List<FaultRow> of(List<Verdict> verdicts) {
		Map<String, List<Verdict>> byFault = new LinkedHashMap<>();
		verdicts.stream()
			.map((verdict) -> verdict.strike().fault())
			.sorted()
			.forEach((fault) -> byFault.putIfAbsent(fault, new ArrayList<>()));
		verdicts.forEach((verdict) -> byFault.getOrDefault(verdict.strike().fault(), List.of()).add(verdict));
		List<FaultRow> rows = new ArrayList<>();
		byFault.forEach((fault, rounds) -> rows.add(of(fault, rounds.get(0).strike().expectation().name(), rounds)));
		return rows;
	}

	/**
	 * The row of all faults in which nothing may be lost.
	 */
	static FaultRow ofNothingLost(List<Verdict> verdicts) {
		String expectation = Expectation.NOTHING_LOST.name();
		return of("all that may lose nothing", expectation,
				verdicts.stream()
					.filter((verdict) -> verdict.strike().expectation() == Expectation.NOTHING_LOST)
					.toList());
	}

	/**
	 * The row of all faults.
	 */
	static FaultRow totals(List<Verdict> verdicts) {
		return of("all", "", verdicts);
	}

	private static FaultRow of(String fault, String expectation, Collection<Verdict> rounds) {
		Counts sum = rounds.stream().map(Verdict::counts).reduce(Counts.NOTHING, Counts::plus);
		return new FaultRow(fault, expectation, rounds.size(), sum.published(), sum.acknowledged(), sum.refused(),
				sum.unknown(), sum.stored(), sum.handled(), sum.parked(), sum.handledTwice(), sum.lost(),
				rounds.stream().mapToLong((verdict) -> verdict.silences().beyondBare()).max().orElse(0),
				rounds.stream().mapToInt((verdict) -> verdict.violations().size()).sum());
	}

}
