package io.natsevents.campaign.judge;

import io.natsevents.campaign.fault.Expectation;

/**
 * Where events may be lost and none is, nobody shows that a loss is noticed.
 */
final class LossHappened implements Rule {

	/** The third node may have written all that the two have not. */
	private static final String BY_CHANCE = "power-loss-two-nodes";

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		if (evidence.strike().expectation() == Expectation.NOTHING_LOST
				|| evidence.published().stream().anyMatch((each) -> isLost(each, evidence, events))) {
			return;
		}
		String fault = evidence.strike().fault();
		if (fault.equals(BY_CHANCE)) {
			findings.note("nothing was lost by " + fault);
		}
		else {
			findings.violation("round that proves nothing", "nothing was lost by " + fault);
		}
	}

	private static boolean isLost(Published published, Evidence evidence, Events events) {
		String id = published.load().id();
		return evidence.strike().mayLose().contains(published.workload()) && events.isAcknowledged(id)
				&& LossRule.isLost(id, evidence.strike().expectation(), events);
	}

}
