package io.natsevents.campaign.judge;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.load.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link NothingLost}.
 */
class NothingLostTests {

	@Test
	void handledAndParkedEventsAreNotLost() {
		PlantedRound round = PlantedRound.orders().good(1).acknowledged(2).stored(2, 3).parked(2, "HANDLER_FAILED", 30);
		Findings findings = round.judgeBy(new NothingLost());
		assertThat(findings.violations()).isEmpty();
		assertThat(findings.lost()).isEmpty();
	}

	@Test
	void acknowledgedEventThatIsNotStoredIsLost() {
		Findings findings = PlantedRound.orders().good(1).acknowledged(2).judgeBy(new NothingLost());
		assertThat(findings.violations()).singleElement()
			.satisfies((violation) -> assertThat(violation.promise()).isEqualTo("acknowledged and not stored"))
			.satisfies((violation) -> assertThat(violation.history()).first()
				.asString()
				.startsWith(PlantedRound.id(2) + " of key k2"));
		assertThat(findings.lost()).containsExactly(PlantedRound.id(2));
	}

	@Test
	void storedEventThatNoHandlerReturnedForIsLost() {
		Findings findings = PlantedRound.orders()
			.acknowledged(1)
			.stored(1, 2)
			.died(1, 10)
			.failed(1, 20, 30)
			.judgeBy(new NothingLost());
		assertThat(findings.violations()).singleElement()
			.satisfies(
					(violation) -> assertThat(violation.promise()).isEqualTo("stored and neither handled nor parked"));
	}

	@Test
	void whatIsNotStruckLosesNothingWhereSomethingElseMay() {
		PlantedRound round = PlantedRound.orders().expect(Expectation.DISCARD).acknowledged(1);
		assertThat(round.mayLose(Workload.ITEMS).judgeBy(new NothingLost()).violations()).singleElement()
			.satisfies((violation) -> assertThat(violation.promise()).isEqualTo("acknowledged and not stored"));
		assertThat(round.mayLose(Workload.ORDERS).judgeBy(new NothingLost()).violations()).isEmpty();
	}

	@Test
	void whatMayBeLostIsLeftToAnotherRule() {
		Findings findings = PlantedRound.orders()
			.expect(Expectation.POWER_LOSS)
			.acknowledged(1)
			.judgeBy(new NothingLost());
		assertThat(findings.violations()).isEmpty();
		assertThat(findings.lost()).isEmpty();
	}

}
