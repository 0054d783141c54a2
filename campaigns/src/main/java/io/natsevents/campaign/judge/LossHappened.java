package io.natsevents.campaign.judge;

import io.natsevents.campaign.fault.Expectation;

/**
 * Where events may be lost and none is, nobody shows that a loss is noticed.
 */
final class LossHappened implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		if (evidence.strike().expectation() == Expectation.NOTHING_LOST
				|| evidence.published().stream().anyMatch((each) -> isLost(each, evidence, events))) {
			return;
		}
		findings.violation("round that proves nothing", "nothing was lost by " + evidence.strike().fault());
	}

	private static boolean isLost(Published published, Evidence evidence, Events events) {
		String id = published.load().id();
		return evidence.strike().mayLose().contains(published.workload()) && events.isAcknowledged(id)
				&& LossRule.isLost(id, evidence.strike().expectation(), events);
	}

}
