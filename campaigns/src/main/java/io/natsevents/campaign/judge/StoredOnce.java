package io.natsevents.campaign.judge;

/**
 * However often an event was sent, it is stored once. No round is as long as a stream
 * remembers the ids of events.
 */
final class StoredOnce implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		for (String id : events.ids()) {
			if (events.stored(id).size() > 1) {
				findings.violation("stored more than once", events.history(id));
			}
		}
	}

}
