package io.natsevents.campaign.judge;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.load.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link LossHappened}.
 */
class LossHappenedTests {

	private final PlantedRound round = PlantedRound.orders().good(0);

	@Test
	void roundThatLosesNothingWhereItShouldProvesNothing() {
		for (Expectation expectation : new Expectation[] { Expectation.POWER_LOSS, Expectation.DISCARD }) {
			Findings findings = this.round.expect(expectation).judgeBy(new LossHappened());
			assertThat(findings.violations()).singleElement()
				.satisfies((violation) -> assertThat(violation.promise()).isEqualTo("round that proves nothing"))
				.satisfies(
						(violation) -> assertThat(violation.history()).containsExactly("nothing was lost by planted"));
		}
	}

	@Test
	void roundThatLosesSomethingWhereItMayIsRight() {
		this.round.acknowledged(1);
		for (Expectation expectation : Expectation.values()) {
			assertThat(this.round.expect(expectation).judgeBy(new LossHappened()).violations()).isEmpty();
		}
	}

	@Test
	void lossOfAnotherWorkloadProvesNothing() {
		this.round.acknowledged(1).expect(Expectation.DISCARD).mayLose(Workload.ITEMS);
		assertThat(this.round.judgeBy(new LossHappened()).violations()).hasSize(1);
	}

	@Test
	void whatWasHandledBeforeItWasDiscardedIsNoLoss() {
		this.round.acknowledged(1).done(1, 10, 20).expect(Expectation.DISCARD);
		assertThat(this.round.judgeBy(new LossHappened()).violations()).hasSize(1);
	}

}
