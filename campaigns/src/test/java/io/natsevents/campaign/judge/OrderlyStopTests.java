package io.natsevents.campaign.judge;

import io.natsevents.campaign.fleet.Note;
import io.natsevents.campaign.load.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link OrderlyStop}.
 */
class OrderlyStopTests {

	private static final String LISTENER = "sharing-1-1";

	@Test
	void processThatEndsInTimeWithEverythingHandledOnceBreaksNothing() {
		Findings findings = stopped(LISTENER, 3000, 143).good(1).judgeBy(new OrderlyStop());
		assertThat(findings.violations()).isEmpty();
	}

	@Test
	void eventThatIsHandledAgainIsFound() {
		Findings findings = stopped(LISTENER, 3000, 143).good(1)
			.run("sharing-2-1", 1, 40, 50, Handled.Outcome.DONE)
			.judgeBy(new OrderlyStop());
		assertThat(findings.violations()).singleElement()
			.satisfies((violation) -> assertThat(violation.promise())
				.isEqualTo("handled again although sharing-1-1 was stopped in an orderly way"));
	}

	@Test
	void eventThatOthersHandleTwiceIsNotHeldAgainstIt() {
		Findings findings = stopped("sharing-3-1", 3000, 143).good(1)
			.run("sharing-2-1", 1, 40, 50, Handled.Outcome.DONE)
			.judgeBy(new OrderlyStop());
		assertThat(findings.violations()).isEmpty();
	}

	@Test
	void eventOfUnknownOutcomeIsFound() {
		Findings findings = stopped(PlantedRound.WRITER, 3000, 143).published(1, Kind.GOOD, Published.Outcome.UNKNOWN)
			.judgeBy(new OrderlyStop());
		assertThat(findings.violations()).singleElement()
			.satisfies((violation) -> assertThat(violation.promise()).startsWith("unknown although"));
	}

	@Test
	void processThatTakesTooLongOrIsKilledIsFound() {
		assertThat(stopped(LISTENER, 20_000, 143).judgeBy(new OrderlyStop()).violations()).hasSize(1);
		assertThat(stopped(LISTENER, 3000, 137).judgeBy(new OrderlyStop()).violations()).hasSize(1);
	}

	private static PlantedRound stopped(String life, long millis, int code) {
		return PlantedRound.orders()
			.note(Note.Kind.PROCESS_STOPPED, 0, "stop " + life)
			.note(Note.Kind.PROCESS_ENDED, millis, "end " + life + " with " + code);
	}

}
