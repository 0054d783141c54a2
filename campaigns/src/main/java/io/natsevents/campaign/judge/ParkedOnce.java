package io.natsevents.campaign.judge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.natsevents.campaign.fault.Expectation;

/**
 * A listener parks an event once. Each workload has one listener. An event that was
 * stored anew after a loss of power, at another sequence, is another one for whoever
 * parks it.
 */
final class ParkedOnce implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		boolean power = evidence.strike().expectation() == Expectation.POWER_LOSS;
		for (String id : events.ids()) {
			List<Parked> letters = events.parked(id);
			if (power ? isRepeated(letters) : letters.size() > 1) {
				findings.violation("parked more than once", events.history(id));
			}
		}
	}

	private static boolean isRepeated(List<Parked> letters) {
		Set<Long> sequences = new HashSet<>();
		return !letters.stream().allMatch((letter) -> sequences.add(letter.sequence()));
	}

}
