package io.natsevents.campaign.judge;

import java.util.Comparator;
import java.util.StringJoiner;

import io.natsevents.campaign.fleet.Pending;

/**
 * When everything is healed and nothing more is published, everything comes to an end.
 * What did not within the limit is named, with the first events it may be about.
 */
final class NothingPending implements Rule {

	private static final int MOST = 3;

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		for (Pending each : evidence.pending()) {
			StringJoiner history = new StringJoiner("\n").add(each.what());
			evidence.stored()
				.stream()
				.filter((stored) -> stored.workload().stream().equals(each.stream())
						&& stored.sequence() > each.settled())
				.sorted(Comparator.comparingLong(Stored::sequence))
				.limit(MOST)
				.forEach((stored) -> history.add(events.history(stored.load().id())));
			findings.violation("pending after everything was healed", history.toString());
		}
	}

}
