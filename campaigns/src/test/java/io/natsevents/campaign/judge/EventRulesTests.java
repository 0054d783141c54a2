package io.natsevents.campaign.judge;

import java.util.List;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the rules that look at one event after the other.
 */
class EventRulesTests {

	private final PlantedRound round = PlantedRound.orders().good(0);

	@Test
	void nothingIsFoundWhereEverythingIsRight() {
		this.round.published(1, Kind.GOOD, Published.Outcome.REFUSED)
			.published(2, Kind.GOOD, Published.Outcome.UNKNOWN)
			.stored(2, 3)
			.done(2, 30, 40)
			.published(3, Kind.POISON, Published.Outcome.ACKNOWLEDGED)
			.stored(3, 4)
			.failed(3, 50, 52)
			.failed(3, 53, 55)
			.failed(3, 56, 60)
			.parked(3, "HANDLER_FAILED", 70)
			.published(4, Kind.KILLER, Published.Outcome.ACKNOWLEDGED)
			.stored(4, 5)
			.died(4, 80)
			.parked(4, "PROCESS_DIED", 90)
			.published(5, Kind.CURABLE, Published.Outcome.ACKNOWLEDGED)
			.stored(5, 6)
			.failed(5, 50, 52)
			.failed(5, 53, 55)
			.died(5, 56)
			.failed(5, 58, 60)
			.parked(5, "HANDLER_FAILED", 70)
			.done(5, 90, 100);
		for (Rule rule : List.of(new NothingLost(), new RefusedNotStored(), new StoredOnce(), new ParkedOnce(),
				new KillersParked(), new ParkedForReason(), new HandledAsPublished(), new RoundCompleted(),
				new NothingPending(), new MembersUnchanged(), new ErrorsLogged())) {
			assertThat(promises(rule)).as(rule.getClass().getSimpleName()).isEmpty();
		}
	}

	@Test
	void refusedEventThatIsStoredIsFound() {
		this.round.published(1, Kind.GOOD, Published.Outcome.REFUSED).stored(1, 2);
		assertThat(promises(new RefusedNotStored())).containsExactly("refused and stored");
	}

	@Test
	void eventThatIsStoredTwiceIsFound() {
		this.round.stored(0, 7);
		assertThat(promises(new StoredOnce())).containsExactly("stored more than once");
	}

	@Test
	void eventThatIsParkedTwiceIsFound() {
		this.round.parked(0, "HANDLER_FAILED", 30).parked(0, "HANDLER_FAILED", 40);
		assertThat(promises(new ParkedOnce())).containsExactly("parked more than once");
		this.round.expect(Expectation.POWER_LOSS);
		assertThat(promises(new ParkedOnce())).containsExactly("parked more than once");
	}

	@Test
	void eventThatIsStoredAnewAfterALossOfPowerMayBeParkedAnew() {
		this.round.parked(0, 1, "HANDLER_FAILED", 30).parked(0, 9, "HANDLER_FAILED", 40);
		assertThat(promises(new ParkedOnce())).containsExactly("parked more than once");
		this.round.expect(Expectation.POWER_LOSS);
		assertThat(promises(new ParkedOnce())).isEmpty();
	}

	@Test
	void killerThatIsParkedForSomethingElseIsFound() {
		this.round.published(1, Kind.KILLER, Published.Outcome.ACKNOWLEDGED)
			.stored(1, 2)
			.died(1, 10)
			.parked(1, "HANDLER_FAILED", 20);
		assertThat(promises(new KillersParked())).containsExactly("killer that was not parked as one");
	}

	@Test
	void neighbourThatIsParkedAsKillerIsFound() {
		this.round.parked(0, "PROCESS_DIED", 30);
		assertThat(promises(new KillersParked())).containsExactly("parked as a killer and none");
	}

	@Test
	void eventThatIsParkedAndNeverFailedIsFound() {
		this.round.acknowledged(1).stored(1, 2).died(1, 10).parked(1, "HANDLER_FAILED", 30);
		assertThat(promises(new ParkedForReason()))
			.containsExactly("parked because its handler failed, which it never did");
	}

	@Test
	void eventThatIsParkedBeforeItsLastRetryIsFound() {
		this.round.published(1, Kind.POISON, Published.Outcome.ACKNOWLEDGED)
			.stored(1, 2)
			.failed(1, 10, 20)
			.failed(1, 30, 40)
			.parked(1, "HANDLER_FAILED", 50);
		assertThat(promises(new ParkedForReason())).containsExactly("parked before its last retry failed");
	}

	@Test
	void eventThatIsHandledAndParkedIsFound() {
		this.round.published(1, Kind.FAILS_ONCE, Published.Outcome.ACKNOWLEDGED)
			.stored(1, 2)
			.failed(1, 10, 12)
			.done(1, 13, 15)
			.failed(1, 16, 20)
			.parked(1, "HANDLER_FAILED", 50);
		assertThat(promises(new ParkedForReason())).containsExactly("handled and parked");
	}

	@Test
	void eventThatIsParkedForAnyOtherReasonIsFound() {
		this.round.acknowledged(1).stored(1, 2).parked(1, "MALFORMED", 30);
		assertThat(promises(new ParkedForReason())).containsExactly("parked for MALFORMED, which it is not");
	}

	@Test
	void eventThatNobodyPublishedIsFound() {
		this.round.stored(1, 2).done(1, 10, 20);
		assertThat(promises(new HandledAsPublished())).containsExactly("published by nobody");
	}

	@Test
	void eventThatIsHandledAsSomethingElseIsFound() {
		this.round.acknowledged(1).stored(1, 2, "other").done(1, 10, 20);
		assertThat(promises(new HandledAsPublished()))
			.containsExactly("stored, handled or parked as something else than was published");
	}

	@Test
	void eventThatIsOnlyStoredAsSomethingElseIsFound() {
		this.round.acknowledged(1).stored(1, 2, "other");
		assertThat(promises(new HandledAsPublished()))
			.containsExactly("stored, handled or parked as something else than was published");
	}

	@Test
	void eventThatIsNotWhereItsReceiptSaysIsFound() {
		this.round.acknowledged(1).stored(1, 7).done(1, 10, 20);
		assertThat(promises(new HandledAsPublished())).containsExactly("not where its receipt says");
		this.round.expect(Expectation.POWER_LOSS);
		assertThat(promises(new HandledAsPublished())).isEmpty();
	}

	@Test
	void eventOfAnotherWorkloadIsFound() {
		this.round.acknowledged(1).stored(1, 2);
		Evidence planted = this.round.evidence();
		Handled run = new Handled("keyed-1-1", Workload.ITEMS, 1, 2, 2, 1, planted.stored().get(1).load(),
				Handled.Outcome.DONE);
		Evidence evidence = new Evidence(planted.strike(), planted.published(), planted.stored(), List.of(run),
				List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null);
		Findings findings = new Findings();
		new HandledAsPublished().judge(evidence, new Events(evidence), findings);
		assertThat(findings.violations()).extracting(Violation::promise)
			.containsExactly("stored, handled or parked in another workload than was published");
	}

	private List<String> promises(Rule rule) {
		return this.round.judgeBy(rule).violations().stream().map(Violation::promise).toList();
	}

}
