package io.natsevents.campaign.judge;

import java.util.List;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.fleet.Note;
import io.natsevents.campaign.load.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link KeyOrder} finds what is planted, and nothing else. Events 0, 2 and 3
 * have one key, event 1 another.
 */
class OrderJudgeTests {

	private static final String OVERTAKEN = "handled before an earlier event of its key was settled";

	private static final String REPEATED = "handled again behind a later event of its key";

	private final PlantedRound round = stored(Workload.TASKS);

	private static PlantedRound stored(Workload workload) {
		return new PlantedRound(workload).stored(0, 1, "a").stored(1, 2, "b").stored(2, 3, "a").stored(3, 4, "a");
	}

	@Test
	void oneAfterTheOtherIsInOrder() {
		this.round.done("one", 0, 10, 20).done("two", 1, 5, 30).done("two", 2, 21, 30).done("one", 3, 31, 40);
		assertThat(promises()).isEmpty();
	}

	@Test
	void eventThatBeginsWhileAnEarlierOneRunsIsFound() {
		this.round.done("one", 0, 10, 20).done("one", 1, 10, 20).done("two", 2, 19, 30).done("one", 3, 31, 40);
		assertThat(promises()).containsExactly(OVERTAKEN);
		assertThat(this.round.judgeBy(new KeyOrder()).violations()).first()
			.satisfies((violation) -> assertThat(violation.history()).first().asString().startsWith(PlantedRound.id(2)))
			.satisfies((violation) -> assertThat(violation.history())
				.anyMatch((line) -> line.startsWith("the other one: " + PlantedRound.id(0))));
	}

	@Test
	void eventThatBeginsBetweenTwoAttemptsAtAnEarlierOneIsFound() {
		this.round.failed(0, 10, 20).done("two", 2, 25, 30).done("one", 0, 35, 40).done("one", 3, 41, 50);
		assertThat(promises()).containsExactly(OVERTAKEN);
	}

	@Test
	void eventThatBeginsAfterTheDeathOfTheProcessThatHadAnEarlierOneIsFound() {
		this.round.died(0, 10).done("two", 2, 25, 30).done("two", 0, 35, 40).done("one", 3, 41, 50);
		assertThat(promises()).containsExactly(OVERTAKEN);
	}

	@Test
	void overtakingAnyEarlierEventIsFound() {
		this.round.done("one", 2, 10, 20).done("one", 3, 21, 30).done("one", 0, 40, 50);
		assertThat(promises()).containsExactly(OVERTAKEN, OVERTAKEN);
	}

	@Test
	void eventBehindAParkedOneIsInOrder() {
		this.round.failed(0, 10, 20).parked(0, "HANDLER_FAILED", 24).done("two", 2, 25, 30).done("two", 3, 31, 40);
		assertThat(promises()).isEmpty();
	}

	@Test
	void eventThatBeginsBeforeAnEarlierOneIsParkedIsFound() {
		this.round.failed(0, 10, 20).parked(0, "HANDLER_FAILED", 27).done("two", 2, 25, 30).done("two", 3, 31, 40);
		assertThat(promises()).containsExactly(OVERTAKEN);
	}

	@Test
	void eventBehindOneThatNobodyEverSettledIsFound() {
		this.round.failed(0, 10, 20).done("two", 2, 25, 30);
		assertThat(promises()).containsExactly(OVERTAKEN);
	}

	@Test
	void eventThatComesTwiceBeforeTheNextIsInOrder() {
		this.round.done("one", 0, 10, 20).done("two", 0, 30, 40).done("two", 2, 41, 50).done("two", 3, 51, 60);
		assertThat(promises()).isEmpty();
	}

	@Test
	void eventThatComesAgainBehindALaterOneWasNotAcknowledged() {
		repeatBehind(this.round);
		assertThat(promises()).containsExactly(REPEATED);
		PlantedRound items = stored(Workload.ITEMS);
		repeatBehind(items);
		assertThat(promises(items)).containsExactly(REPEATED);
	}

	@Test
	void whereNoOrderIsAskedForNothingIsFound() {
		PlantedRound orders = stored(Workload.ORDERS);
		repeatBehind(orders);
		assertThat(promises(orders)).isEmpty();
	}

	@Test
	void whatAKilledNodeKnewMayBeForgotten() {
		repeatBehind(this.round);
		this.round.note(Note.Kind.NODE_GONE, 28);
		assertThat(promises()).isEmpty();
	}

	@Test
	void whatWasKnownLongBeforeANodeWasKilledIsNotForgotten() {
		this.round.done("one", 0, 10, 20).done("two", 2, 21, 30).done("two", 0, 2000, 2010);
		this.round.note(Note.Kind.NODE_GONE, 1030);
		assertThat(promises()).containsExactly(REPEATED);
	}

	@Test
	void nodeThatIsKilledAfterwardsIsNoReason() {
		repeatBehind(this.round);
		this.round.note(Note.Kind.NODE_GONE, 90);
		assertThat(promises()).containsExactly(REPEATED);
	}

	@Test
	void whatADeletedConsumerKnewIsForgotten() {
		repeatBehind(this.round);
		this.round.note(Note.Kind.CONSUMER_GONE, 35, "delete campaign-tasks-p2");
		assertThat(promises()).isEmpty();
		PlantedRound items = stored(Workload.ITEMS);
		repeatBehind(items);
		items.note(Note.Kind.CONSUMER_GONE, 35, "delete campaign-items");
		assertThat(promises(items)).isEmpty();
	}

	@Test
	void consumerOfAnotherWorkloadIsNoReason() {
		repeatBehind(this.round);
		this.round.note(Note.Kind.CONSUMER_GONE, 35, "delete campaign-items");
		assertThat(promises()).containsExactly(REPEATED);
		PlantedRound items = stored(Workload.ITEMS);
		repeatBehind(items);
		items.note(Note.Kind.CONSUMER_GONE, 35, "delete campaign-tasks-p2");
		assertThat(promises(items)).containsExactly(REPEATED);
	}

	@Test
	void whatWasDoneBeforeAProcessFrozeIsNoReason() {
		repeatBehind(this.round);
		this.round.frozen("two", 25);
		assertThat(promises()).containsExactly(REPEATED);
	}

	@Test
	void frozenProcessMayGoOnWithWhatOthersHaveGonePast() {
		repeatBehind(this.round);
		this.round.frozen("two", 15);
		assertThat(promises()).isEmpty();
	}

	@Test
	void frozenProcessIsNoReasonForOthersNorWhereItHasAllEvents() {
		repeatBehind(this.round);
		this.round.frozen("one", 15);
		assertThat(promises()).containsExactly(REPEATED);
		PlantedRound items = stored(Workload.ITEMS);
		repeatBehind(items);
		items.frozen("two", 15);
		assertThat(promises(items)).containsExactly(REPEATED);
	}

	@Test
	void afterALossOfPowerNoOrderIsPromised() {
		repeatBehind(this.round);
		this.round.expect(Expectation.POWER_LOSS);
		assertThat(promises()).isEmpty();
	}

	private static void repeatBehind(PlantedRound round) {
		round.done("one", 0, 10, 20).done("two", 2, 21, 30).done("two", 0, 40, 50).done("two", 3, 70, 80);
	}

	private List<String> promises() {
		return promises(this.round);
	}

	private static List<String> promises(PlantedRound round) {
		return round.judgeBy(new KeyOrder()).violations().stream().map(Violation::promise).toList();
	}

}
