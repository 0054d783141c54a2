package io.natsevents.campaign.judge;

import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

import io.natsevents.campaign.fleet.MemberState;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the rules that look at a round as a whole.
 */
class RoundRulesTests {

	private static final Status FIRST = status(30_000_000, 30, 8, 90);

	private final PlantedRound round = PlantedRound.orders().good(0);

	@Test
	void roundThatCouldNotBeCompletedIsFound() {
		this.round.error("no leader\n  at somewhere");
		assertThat(violations(new RoundCompleted())).containsExactly(
				new Violation("round that could not be completed", List.of("no leader", "  at somewhere")));
	}

	@Test
	void workloadOfWhichNothingIsHandledIsFound() {
		assertThat(violations(new SomethingHappened())).extracting((violation) -> violation.history().get(0))
			.containsExactly("nothing of ITEMS was handled", "nothing of TASKS was handled",
					"the bare client did nothing before or after the fault");
	}

	@Test
	void whatIsPendingIsFoundWithTheEventsItIsAbout() {
		this.round.good(1).pending("1 not acknowledged", 1);
		assertThat(violations(new NothingPending())).singleElement()
			.satisfies((violation) -> assertThat(violation.history()).startsWith("1 not acknowledged")
				.anyMatch((line) -> line.startsWith(PlantedRound.id(1)))
				.noneMatch((line) -> line.startsWith(PlantedRound.id(0))));
	}

	@Test
	void processThatIsAsBeforeIsRight() {
		this.round.member(new MemberState("sharing-1-1", FIRST, status(35_000_000, 33, 8, 92)));
		assertThat(violations(new MembersUnchanged())).isEmpty();
	}

	@Test
	void threadThatIsLeftOrMissingIsFound() {
		this.round.member(new MemberState("sharing-1-1", FIRST, status(30_000_000, 30, 9, 90)))
			.member(new MemberState("sharing-2-1", FIRST, status(30_000_000, 30, 7, 90)));
		assertThat(violations(new MembersUnchanged())).extracting((violation) -> violation.history().get(0))
			.containsExactly("sharing-1-1 had 8 threads of the starter when first at rest, and now 9",
					"sharing-2-1 had 8 threads of the starter when first at rest, and now 7");
	}

	@Test
	void memoryThreadsAndFilesThatGrowAreFound() {
		this.round.member(new MemberState("sharing-1-1", FIRST, status(60_000_000, 75, 8, 110)));
		assertThat(violations(new MembersUnchanged())).hasSize(3);
	}

	@Test
	void processThatDoesNotTellHowItIsIsFound() {
		this.round.member(new MemberState("sharing-1-1", null, null));
		assertThat(violations(new MembersUnchanged())).hasSize(1);
	}

	@Test
	void silenceOfMoreThanASecondBeyondTheBareClientIsFound() {
		PlantedRound alike = PlantedRound.orders().acknowledged(0).stored(0, 1).done(0, 10, 20);
		every50Until(alike, 900);
		assertThat(alike.judgeBy(new SilenceBounded()).violations()).isEmpty();
		PlantedRound shorter = PlantedRound.orders().acknowledged(0).stored(0, 1).done(0, 10, 20);
		every50Until(shorter, 2000);
		assertThat(shorter.judgeBy(new SilenceBounded()).violations())
			.extracting((violation) -> violation.history().get(0))
			.containsExactly("publish 1995 ms, the bare client 50 ms, and 1995 ms of it the bare client was not",
					"handle 1990 ms, the bare client 50 ms, and 1990 ms of it the bare client was not");
	}

	@Test
	void bareClientHandlesNothingWhileItCannotPublish() {
		bareClientIsSilentWhenOnly((millis) -> this.round.bareAnswered(millis).bareDelivered(millis));
	}

	@Test
	void bareClientHandlesNothingWhileNothingIsDeliveredToIt() {
		bareClientIsSilentWhenOnly((millis) -> this.round.barePublished(millis).bareAnswered(millis));
	}

	@Test
	void bareClientHandlesNothingWhileOurConsumerDoesNotAnswer() {
		bareClientIsSilentWhenOnly((millis) -> this.round.barePublished(millis).bareDelivered(millis));
	}

	private void bareClientIsSilentWhenOnly(LongConsumer successes) {
		every50Until(this.round, 0);
		for (long millis = 50; millis <= 2000; millis += 50) {
			successes.accept(millis);
		}
		assertThat(Silences.of(this.round.evidence()).bareHandle()).isEqualTo(2000);
	}

	@Test
	void threadThatEndsByAnExceptionIsFoundAndErrorsAreNoted() {
		String line = "2026-11-21T16:02:06.193Z ERROR 422 --- [campaign] [tream-handler-8] io.natsevents.X : stopped ";
		this.round.logged(line + 1).logged(line + 2).logged("Exception in thread \"x\" java.lang.Error");
		Findings findings = this.round.judgeBy(new ErrorsLogged());
		assertThat(findings.violations()).hasSize(1);
		assertThat(findings.notes()).containsExactly("2 times, first by sharing-1: " + line + 1);
	}

	@Test
	void workloadsAreThoseThatAreHandled() {
		for (Workload each : Workload.values()) {
			PlantedRound planted = new PlantedRound(each).good(0);
			every50Until(planted, 1900);
			assertThat(planted.judgeBy(new SomethingHappened()).violations()).hasSize(Workload.values().length - 1);
		}
	}

	private static void every50Until(PlantedRound round, long end) {
		for (long millis = -1000; millis <= end; millis += 50) {
			round.barePublished(millis).bareAnswered(millis).bareDelivered(millis);
		}
	}

	private List<Violation> violations(Rule rule) {
		return this.round.judgeBy(rule).violations();
	}

	private static Status status(long heap, int threads, int jetStreamThreads, long files) {
		return new Status(1, 1, 0, 0, 0, 0, heap, threads, jetStreamThreads, files, Map.of());
	}

}
