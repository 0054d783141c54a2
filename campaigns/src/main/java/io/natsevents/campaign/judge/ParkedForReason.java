package io.natsevents.campaign.judge;

import java.util.List;

import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.process.CampaignApplication;

/**
 * What is parked because its handler failed has failed as often as it may, and there is
 * no other reason to park an event of a workload, but that processes died of it. What was
 * handled is not parked, but for what is parked first and can be handled later.
 */
final class ParkedForReason implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		for (Parked each : evidence.parked()) {
			String id = each.load().id();
			switch (each.reason()) {
				case "HANDLER_FAILED" -> {
					if (!hasFailed(events.handled(id))) {
						findings.violation("parked because its handler failed, which it never did", events.history(id));
					}
					else if (!hasFailedForGood(events.handled(id))) {
						findings.violation("parked before its last retry failed", events.history(id));
					}
				}
				case "PROCESS_DIED" -> {
					// Another rule's
				}
				default -> findings.violation("parked for " + each.reason() + ", which it is not", events.history(id));
			}
			if (each.load().kind() != Kind.CURABLE && events.timesDone(id) > 0) {
				findings.violation("handled and parked", events.history(id));
			}
		}
	}

	private static boolean hasFailed(List<Handled> runs) {
		return runs.stream().anyMatch((run) -> run.outcome() == Handled.Outcome.FAILED);
	}

	private static boolean hasFailedForGood(List<Handled> runs) {
		return runs.stream()
			.anyMatch((run) -> run.outcome() == Handled.Outcome.FAILED
					&& run.deliveries() >= CampaignApplication.DELIVERIES);
	}

}
