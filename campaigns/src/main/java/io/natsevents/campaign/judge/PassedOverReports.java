package io.natsevents.campaign.judge;

import java.util.List;

import io.natsevents.campaign.judge.LossReport.Kind;

/**
 * What was told of events that were stored anew where a consumer had been before.
 */
final class PassedOverReports {

	private final List<LossReport> reports;

	private final Events events;

	PassedOverReports(List<LossReport> reports, Events events) {
		this.reports = reports.stream()
			.filter((report) -> report.kind() == Kind.PASSED_OVER || report.kind() == Kind.PERHAPS_PASSED_OVER)
			.toList();
		this.events = events;
	}

	/**
	 * Whether an event is stored and was not handled, and somebody has told of it.
	 */
	boolean isTold(String id) {
		return this.reports.stream().anyMatch((report) -> isMissingWithin(report, id));
	}

	/**
	 * Something that was told of for certain is really missing. What was told of as far
	 * as one instance can tell may have been handled by others.
	 */
	void judge(Findings findings) {
		for (LossReport report : this.reports) {
			findings.note("told " + report);
			long missing = this.events.ids().stream().filter((id) -> isMissingWithin(report, id)).count();
			if (report.kind() == Kind.PASSED_OVER && missing == 0) {
				findings.violation("told of a loss that there was not", report.toString());
			}
			else if (report.kind() == Kind.PASSED_OVER && report.count() > missing) {
				findings.violation("told of more than was lost", report + ", lost " + missing);
			}
		}
	}

	private boolean isMissingWithin(LossReport report, String id) {
		return !this.events.isSettled(id) && this.events.stored(id)
			.stream()
			.anyMatch((each) -> report.covers(each.workload().stream(), each.sequence()));
	}

}
