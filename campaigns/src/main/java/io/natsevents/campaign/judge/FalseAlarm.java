package io.natsevents.campaign.judge;

import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.judge.LossReport.Kind;

/**
 * Nobody tells of a loss where nothing was lost.
 */
final class FalseAlarm implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		Strike strike = evidence.strike();
		evidence.reports()
			.stream()
			.filter((report) -> !isExpected(report, strike))
			.forEach((report) -> findings.violation("told of a loss that there was not", report.toString()));
	}

	private static boolean isExpected(LossReport report, Strike strike) {
		return switch (strike.expectation()) {
			case NOTHING_LOST -> false;
			case POWER_LOSS -> report.kind() == Kind.WENT_BACK;
			case DISCARD -> report.kind() == Kind.DISCARDED
					&& strike.mayLose().stream().anyMatch((workload) -> workload.stream().equals(report.stream()));
		};
	}

}
