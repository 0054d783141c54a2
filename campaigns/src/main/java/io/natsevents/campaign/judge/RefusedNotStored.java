package io.natsevents.campaign.judge;

/**
 * What was refused is not stored: whoever is told so publishes it again.
 */
final class RefusedNotStored implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		for (Published each : evidence.published()) {
			String id = each.load().id();
			if (each.outcome() == Published.Outcome.REFUSED && !events.stored(id).isEmpty()) {
				findings.violation("refused and stored", events.history(id));
			}
		}
	}

}
