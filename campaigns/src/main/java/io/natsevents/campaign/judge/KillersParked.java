package io.natsevents.campaign.judge;

import io.natsevents.campaign.load.Kind;

/**
 * An event that processes die of is parked for that, and no other event is.
 */
final class KillersParked implements Rule {

	private static final String REASON = "PROCESS_DIED";

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		for (Stored each : evidence.stored()) {
			String id = each.load().id();
			if (each.load().kind() == Kind.KILLER
					&& events.parked(id).stream().noneMatch(KillersParked::isParkedForIt)) {
				findings.violation("killer that was not parked as one", events.history(id));
			}
		}
		for (Parked each : evidence.parked()) {
			if (isParkedForIt(each) && each.load().kind() != Kind.KILLER) {
				findings.violation("parked as a killer and none", events.history(each.load().id()));
			}
		}
	}

	private static boolean isParkedForIt(Parked parked) {
		return parked.reason().equals(REASON);
	}

}
