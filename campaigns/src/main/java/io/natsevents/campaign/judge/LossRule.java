package io.natsevents.campaign.judge;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.judge.LossReport.Kind;
import io.natsevents.campaign.judge.LossReport.Source;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.CampaignApplication;

/**
 * Where events may be lost, their ranges are known exactly, and processes have told of
 * every one of them, in log and health. What is stored in the end is handled or parked
 * there too.
 */
final class LossRule implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		Expectation expectation = evidence.strike().expectation();
		if (expectation == Expectation.NOTHING_LOST) {
			return;
		}
		Set<Workload> losing = evidence.strike().mayLose();
		List<String> ids = events.ids().stream().filter((id) -> losing.contains(events.workload(id))).toList();
		boolean power = expectation == Expectation.POWER_LOSS;
		for (String id : ids) {
			if (power && isGivenUp(id, events)) {
				findings.note("its dead letter is lost: " + id);
			}
			else if (!events.stored(id).isEmpty() && !events.isSettled(id)) {
				findings.violation("stored and neither handled nor parked", events.history(id));
			}
		}
		if (!power) {
			noteTried(ids, events, findings);
		}
		Predicate<String> lost = (id) -> isLost(id, expectation, events);
		for (Workload workload : losing) {
			List<Published> acknowledged = evidence.published()
				.stream()
				.filter((each) -> each.workload() == workload && events.isAcknowledged(each.load().id()))
				.toList();
			List<LossReport> reports = evidence.reports()
				.stream()
				.filter((report) -> report.kind() == (power ? Kind.WENT_BACK : Kind.DISCARDED))
				.filter((report) -> report.stream().equals(workload.stream()))
				.map((report) -> power ? report.from(behindOthers(evidence, workload, report.first())) : report)
				.toList();
			judge(new StreamLoss(workload.stream(), acknowledged, lost), reports, power, findings);
		}
	}

	/**
	 * Whether an event that was acknowledged is lost, so that somebody can notice.
	 */
	static boolean isLost(String id, Expectation expectation, Events events) {
		// What was handled is gone all the same for everybody else
		return (expectation == Expectation.POWER_LOSS) ? events.stored(id).isEmpty()
				: !events.isSettled(id) && events.handled(id).isEmpty();
	}

	/**
	 * Whether an event was parked, and its dead letter went with the power.
	 */
	private static boolean isGivenUp(String id, Events events) {
		return !events.isSettled(id) && events.handled(id)
			.stream()
			.anyMatch((run) -> run.outcome() == Handled.Outcome.FAILED
					&& run.deliveries() >= CampaignApplication.DELIVERIES);
	}

	/**
	 * Nobody can notice that an event is gone which was delivered and waits for its
	 * retry: the documentation says so.
	 */
	private static void noteTried(List<String> ids, Events events, Findings findings) {
		for (String id : ids) {
			if (events.isAcknowledged(id) && !events.isSettled(id) && !events.handled(id).isEmpty()) {
				findings.lost(id);
				findings.note("lost while it waited for its retry, which is not noticed: " + id);
			}
		}
	}

	/**
	 * What a stream has lost begins where it stores again, and the first to store may be
	 * somebody else, of whom no publisher knows.
	 */
	private static long behindOthers(Evidence evidence, Workload workload, long first) {
		return 1 + evidence.stored()
			.stream()
			.filter((each) -> each.workload() == workload && each.sequence() < first)
			.mapToLong(Stored::sequence)
			.max()
			.orElse(first - 1);
	}

	private static void judge(StreamLoss loss, List<LossReport> reports, boolean power, Findings findings) {
		List<LostRange> ranges = loss.ranges();
		loss.ids().forEach(findings::lost);
		ranges.forEach((range) -> findings.note("lost " + range));
		reports.forEach((report) -> findings.note("told " + report));
		if (!ranges.isEmpty()) {
			Arrays.stream(Source.values())
				.filter((source) -> reports.stream().noneMatch((report) -> report.source() == source))
				.forEach((source) -> findings.violation("a loss that is not in the " + source + " of anybody",
						ranges.toString()));
			List<LostRange> untold = loss.rangesOf(
					(each) -> reports.stream().noneMatch((report) -> report.covers(loss.stream(), each.sequence())));
			untold.forEach((range) -> findings.violation("lost outside of what was told", range.toString()));
		}
		if (power) {
			Set<String> silent = loss.losers();
			reports.forEach((report) -> silent.remove(report.member()));
			// Before it published again others had filled what was lost; they noticed
			silent.forEach((member) -> findings.note("did not notice by itself that its events are lost: " + member));
		}
		reports.forEach((report) -> judge(report, loss, power, findings));
	}

	private static void judge(LossReport report, StreamLoss loss, boolean power, Findings findings) {
		long lost = loss.lostWithin(report);
		if (lost == 0) {
			findings.violation("told of a loss that there was not", report.toString());
		}
		else if (report.count() > lost) {
			findings.violation("told of more than was lost", report + ", lost " + lost);
		}
		else if (power && loss.keptWithin(report) > 0) {
			findings.violation("told of a loss of what was kept", report + ", kept " + loss.keptWithin(report));
		}
	}

}
