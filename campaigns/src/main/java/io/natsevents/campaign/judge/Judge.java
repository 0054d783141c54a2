package io.natsevents.campaign.judge;

import java.util.List;

/**
 * Judges what is known after a round.
 */
final class Judge {

	private static final List<Rule> RULES = List.of(new RoundCompleted(), new SomethingHappened(), new NothingLost(),
			new LossRule(), new LossHappened(), new FalseAlarm(), new RefusedNotStored(), new StoredOnce(),
			new HandledAsPublished(), new ParkedOnce(), new KillersParked(), new ParkedForReason(), new KeyOrder(),
			new NothingPending(), new OrderlyStop(), new MembersUnchanged(), new MembersAtWork(), new SilenceBounded(),
			new ErrorsLogged(), new HostileFates(), new HostileLogs());

	private Judge() {
	}

	static Verdict judge(Evidence evidence) {
		Events events = new Events(evidence);
		Findings findings = new Findings();
		RULES.forEach((rule) -> rule.judge(evidence, events, findings));
		return new Verdict(evidence.strike(), Counts.of(evidence, events, findings.lost().size()),
				Silences.of(evidence), findings.violations(), findings.notes());
	}

}
