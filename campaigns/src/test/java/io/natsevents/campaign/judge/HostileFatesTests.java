package io.natsevents.campaign.judge;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.natsevents.campaign.hostile.HostileDeadLetter;
import io.natsevents.campaign.hostile.HostileHandling;
import io.natsevents.campaign.hostile.HostileRound;
import io.natsevents.campaign.hostile.HostileSent;
import io.natsevents.support.hostile.Fate;
import io.natsevents.support.hostile.HostileTarget;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link HostileFates} and {@link HostileLogs}.
 */
class HostileFatesTests {

	private static final String SECRET = "s3cr3t";

	private final List<HostileSent> sent = new ArrayList<>();

	private final List<HostileDeadLetter> parked = new ArrayList<>();

	private final List<HostileHandling> handled = new ArrayList<>();

	private final List<String> log = new ArrayList<>();

	private String health = "UP";

	private long stored;

	HostileFatesTests() {
		send(false, 1, Fate.MALFORMED);
		park(1, "Dlq-Reason", "MALFORMED");
		send(true, 2, Fate.HANDLED);
		handle(2, 5);
		this.sent.add(new HostileSent(3, HostileTarget.SINGLE, false, "planted", "", "", EnumSet.of(Fate.REFUSED), 0,
				true, "too long", 0));
	}

	@Test
	void whatIsRefusedParkedOrHandledAsItDeservesBreaksNoPromise() {
		assertThat(violations()).isEmpty();
	}

	@Test
	void messageThatIsNeitherHandledNorParkedIsLost() {
		send(false, 4, Fate.HANDLED);
		assertThat(violations()).containsExactly("stored and neither handled nor parked");
	}

	@Test
	void messageThatIsParkedTwiceIsSeen() {
		park(1, "Dlq-Reason", "MALFORMED");
		assertThat(violations()).containsExactly("parked twice");
	}

	@Test
	void brokenEventThatIsHandledIsSeen() {
		send(false, 4, Fate.MALFORMED);
		handle(4, 5);
		assertThat(violations()).containsExactly("met another fate than it deserves");
	}

	@Test
	void messageThatIsParkedForAnOddReasonIsSeen() {
		send(false, 4, Fate.MALFORMED);
		park(4, "Dlq-Reason", "HANDLER_FAILED");
		assertThat(violations()).containsExactly("met another fate than it deserves");
	}

	@Test
	void messageThatIsHandledAndParkedIsSeen() {
		handle(1, 5);
		assertThat(violations()).containsExactly("handled and parked");
	}

	@Test
	void eventThatIsHandledLateIsSeen() {
		send(true, 4, Fate.HANDLED);
		handle(4, 11_000);
		assertThat(violations()).containsExactly("event between hostile messages not handled in time");
	}

	@Test
	void messageNobodyKnowsOfIsSeen() {
		this.stored++;
		assertThat(violations()).containsExactly("stored and confirmed to nobody");
	}

	@Test
	void messageWithAWildcardForASubjectMayBeStoredAlthoughTheServerDeniesIt() {
		this.sent.add(new HostileSent(4, HostileTarget.SINGLE, false, "planted", "", "ddmrp.>",
				EnumSet.of(Fate.REFUSED), 0, true, "no stream takes it", 0));
		this.stored++;
		assertThat(violations()).isEmpty();
		this.stored++;
		assertThat(violations()).containsExactly("stored and confirmed to nobody");
	}

	@Test
	void messageTheServerSaidNothingOfIsSeen() {
		this.sent.add(new HostileSent(4, HostileTarget.SINGLE, false, "planted", "", "", EnumSet.allOf(Fate.class), 0,
				false, "", 0));
		assertThat(violations()).containsExactly("neither stored nor refused");
	}

	@Test
	void forgedHeadersOfDeadLettersAreSeen() {
		send(false, 4, Fate.MALFORMED);
		park(4, "Dlq-Body", "FORGED in OTHER#1");
		send(false, 5, Fate.MALFORMED);
		park(5, "Dlq-Stream", "OTHER");
		send(false, 6, Fate.MALFORMED);
		park(6, "Dlq-Claimed-By", "me");
		assertThat(violations()).containsExactly("dead letter that is not true: Dlq-Body",
				"dead letter that is not true: Dlq-Stream", "dead letter that is not true: Dlq-Claimed-By");
	}

	@Test
	void whatGetsIntoALogIsSeen() {
		this.log.add("WARN cannot read " + SECRET);
		this.log.add("2026-01-02 ERROR it broke");
		this.health = "DOWN {buffers=STOPPED}";
		assertThat(violations()).containsExactly("a secret got into a log", "an error was logged",
				"listeners are not at work");
	}

	private void send(boolean good, long number, Fate fate) {
		this.stored++;
		this.sent.add(new HostileSent(number, HostileTarget.SINGLE, good, "planted", "", HostileTarget.SINGLE.type(),
				EnumSet.of(fate), number, false, "", PlantedRound.nanos(0)));
	}

	private void handle(long number, long millis) {
		this.handled.add(new HostileHandling("buffers", number, PlantedRound.nanos(millis)));
	}

	private void park(long sequence, String header, String value) {
		Map<String, List<String>> headers = new TreeMap<>();
		headers.put("Dlq-Stream", List.of(HostileTarget.STREAM));
		headers.put("Dlq-Consumer", List.of("campaign-buffers"));
		headers.put("Dlq-Sequence", List.of("" + sequence));
		headers.put("Dlq-Reason", List.of("MALFORMED"));
		headers.put("Dlq-Application", List.of("campaign"));
		headers.put("Dlq-Message", List.of("it is broken"));
		headers.put(header, List.of(value));
		this.parked.add(new HostileDeadLetter("dlq." + HostileTarget.STREAM + ".campaign-buffers." + sequence + "-1",
				headers, 3));
	}

	private List<String> violations() {
		HostileRound round = new HostileRound(SECRET, "campaign", this.stored, this.sent, this.parked, this.handled,
				Map.of("sharing-1-1", this.health), Map.of());
		Evidence planted = PlantedRound.orders().evidence();
		Evidence evidence = new Evidence(planted.strike(), List.of(), List.of(), List.of(), List.of(), List.of(),
				List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
				new HostileEvidence(round, Map.of("sharing-1.log", this.log)));
		Findings findings = new Findings();
		new HostileFates().judge(evidence, new Events(evidence), findings);
		new HostileLogs().judge(evidence, new Events(evidence), findings);
		return findings.violations().stream().map(Violation::promise).toList();
	}

}
