package io.natsevents.campaign.judge;

/**
 * What was acknowledged is stored, and what is stored is handled or parked, in every
 * workload that may not lose events.
 */
final class NothingLost implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		for (String id : events.ids()) {
			if (evidence.strike().mayLose().contains(events.workload(id))) {
				continue;
			}
			boolean stored = !events.stored(id).isEmpty();
			String broken = null;
			if (events.isAcknowledged(id) && !stored) {
				broken = "acknowledged and not stored";
			}
			else if (stored && !events.isSettled(id)) {
				broken = "stored and neither handled nor parked";
			}
			if (broken != null) {
				findings.lost(id);
				findings.violation(broken, events.history(id));
			}
		}
	}

}
