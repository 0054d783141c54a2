package io.natsevents.campaign.judge;

import java.util.List;
import java.util.stream.Stream;

import io.natsevents.campaign.fleet.MemberState;
import io.natsevents.campaign.process.Status;

/**
 * When everything is healed every process is well and works: none is silent while its
 * twin does what there is to do.
 */
final class MembersAtWork implements Rule {

	/** So health says for a minute after an outage, unless one is taken meanwhile. */
	private static final List<String> REMEMBERED = List.of("no stream takes dead letters, or it has no leader",
			"the server did not confirm a dead letter", "the server did not confirm a record of a lone run");

	private static final String LISTENERS = "listeners";

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		for (MemberState member : evidence.members()) {
			Status last = member.last();
			if (last != null) {
				judge(member.life(), last, findings);
			}
			if (working(member.life(), evidence).noneMatch((at) -> at > evidence.strike().healed())) {
				findings.violation("process that does not work after everything was healed", member.life());
			}
		}
	}

	private static void judge(String life, Status last, Findings findings) {
		if (last.health().isEmpty()) {
			findings.violation("process that is not well", life + " does not tell its health");
		}
		last.health().forEach((part, health) -> {
			boolean well = part.equals(LISTENERS) ? ListenersHealth.parse(health).isWell(last.wallMillis())
					: health.startsWith("UP") || REMEMBERED.stream().anyMatch(health::contains);
			if (!well) {
				findings.violation("process that is not well", "%s, %s: %s".formatted(life, part, health));
			}
		});
	}

	private static Stream<Long> working(String life, Evidence evidence) {
		if (life.startsWith("publisher-")) {
			return evidence.published()
				.stream()
				.filter((each) -> each.load().writer().equals(life) && each.outcome() == Published.Outcome.ACKNOWLEDGED)
				.map(Published::at);
		}
		return evidence.handled().stream().filter((run) -> run.instance().equals(life)).map(Handled::begin);
	}

}
