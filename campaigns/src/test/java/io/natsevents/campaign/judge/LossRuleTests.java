package io.natsevents.campaign.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.judge.LossReport.Kind;
import io.natsevents.campaign.judge.LossReport.Source;
import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.CampaignApplication;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link LossRule} names what is lost, and finds every loss that was not told
 * of as it was.
 */
class LossRuleTests {

	private static final String STREAM = Workload.ORDERS.stream();

	private final List<Published> published = new ArrayList<>();

	private final List<Stored> stored = new ArrayList<>();

	private final List<Handled> handled = new ArrayList<>();

	private final List<LossReport> reports = new ArrayList<>();

	private Set<Workload> mayLose = Set.of(Workload.values());

	@Test
	void aPowerLossThatWasToldOfIsNoViolation() {
		losePower();
		tell("publisher-1", Kind.WENT_BACK, 4, 6, 0);
		Findings findings = judge(Expectation.POWER_LOSS);
		assertThat(violations(findings)).isEmpty();
		assertThat(findings.notes()).contains("lost AUTH_EVENTS 4-6 (3 events)");
		assertThat(findings.lost()).hasSize(3);
	}

	@Test
	void aPowerLossThatNobodyToldOfIsFound() {
		losePower();
		assertThat(violations(judge(Expectation.POWER_LOSS))).containsExactlyInAnyOrder(
				"a loss that is not in the LOG of anybody: [AUTH_EVENTS 4-6 (3 events)]",
				"a loss that is not in the HEALTH of anybody: [AUTH_EVENTS 4-6 (3 events)]",
				"lost outside of what was told: AUTH_EVENTS 4-6 (3 events)");
	}

	@Test
	void aPowerLossThatIsInTheLogOnlyIsFound() {
		losePower();
		this.reports.add(new LossReport("publisher-1", Source.LOG, Kind.WENT_BACK, STREAM, 4, 6, 0));
		assertThat(violations(judge(Expectation.POWER_LOSS)))
			.containsExactly("a loss that is not in the HEALTH of anybody: [AUTH_EVENTS 4-6 (3 events)]");
	}

	@Test
	void aPowerLossOfWhichSomethingWasNotToldIsFound() {
		losePower();
		tell("publisher-1", Kind.WENT_BACK, 4, 5, 0);
		assertThat(violations(judge(Expectation.POWER_LOSS)))
			.containsExactly("lost outside of what was told: AUTH_EVENTS 6-6 (1 events)");
	}

	@Test
	void aPublisherThatDidNotNoticeIsNotedWhenAnotherHasTold() {
		losePower();
		publish("publisher-2-3", 7, 70);
		tell("publisher-1", Kind.WENT_BACK, 4, 7, 0);
		Findings findings = judge(Expectation.POWER_LOSS);
		assertThat(violations(findings)).isEmpty();
		assertThat(findings.notes()).contains("did not notice by itself that its events are lost: publisher-2");
	}

	@Test
	void whatWasKeptAndToldOfAsLostIsFound() {
		losePower();
		tell("publisher-1", Kind.WENT_BACK, 3, 6, 0);
		assertThat(violations(judge(Expectation.POWER_LOSS))).hasSize(2)
			.allMatch((violation) -> violation.startsWith("told of a loss of what was kept: ")
					&& violation.endsWith(", kept 1"));
	}

	@Test
	void whatAStrangerStoredWhereLostEventsWereIsNotExpectedToBeTold() {
		for (int sequence = 1; sequence <= 6; sequence++) {
			publish("publisher-1-1", sequence, sequence * 10);
		}
		this.published.subList(0, 3).forEach((each) -> settle(each, each.sequence()));
		publish("publisher-1-1", 5, 100);
		settle(this.published.get(6), 5);
		tell("publisher-1", Kind.WENT_BACK, 5, 6, 0);
		assertThat(violations(judge(Expectation.POWER_LOSS))).isEmpty();
	}

	@Test
	void aConfirmationThatIsNotedLateDoesNotMakeWhatIsStoredAnewKept() {
		losePower();
		Published last = this.published.get(5);
		this.published.set(5, new Published(last.workload(), last.load(), last.outcome(), 120, last.sequence()));
		tell("publisher-1", Kind.WENT_BACK, 4, 6, 0);
		assertThat(violations(judge(Expectation.POWER_LOSS))).isEmpty();
	}

	@Test
	void aLossThatThereWasNotIsFound() {
		publish("publisher-1-1", 1, 10);
		settle(this.published.get(0), 1);
		tell("publisher-1", Kind.WENT_BACK, 1, 1, 0);
		assertThat(violations(judge(Expectation.POWER_LOSS))).hasSize(2)
			.allMatch((violation) -> violation.startsWith("told of a loss that there was not: "));
	}

	@Test
	void whatIsStoredAndNotHandledIsFoundAfterALossToo() {
		publish("publisher-1-1", 1, 10);
		this.stored.add(new Stored(Workload.ORDERS, 1, this.published.get(0).load()));
		assertThat(violations(judge(Expectation.POWER_LOSS))).singleElement()
			.asString()
			.startsWith("stored and neither handled nor parked: publisher-1-1#0 of key k1");
	}

	@Test
	void whatWasParkedMayHaveLostItsDeadLetterWithThePower() {
		losePower();
		tell("publisher-1", Kind.WENT_BACK, 4, 6, 0);
		publish("publisher-1-1", 7, 120);
		Published parked = this.published.get(8);
		this.stored.add(new Stored(Workload.ORDERS, 7, parked.load()));
		this.handled.add(new Handled("sharing-1-1", Workload.ORDERS, 121, 122, 7, CampaignApplication.DELIVERIES,
				parked.load(), Handled.Outcome.FAILED));
		Findings findings = judge(Expectation.POWER_LOSS);
		assertThat(violations(findings)).isEmpty();
		assertThat(findings.notes()).contains("its dead letter is lost: publisher-1-1#8");
	}

	@Test
	void whatWasDiscardedUnhandledIsNamedAndWhatWasHandledBeforeIsNotLost() {
		discard();
		tell("sharing-1", Kind.DISCARDED, 3, 4, 2);
		Findings findings = judge(Expectation.DISCARD);
		assertThat(findings.violations()).isEmpty();
		assertThat(findings.notes()).contains("lost AUTH_EVENTS 3-4 (2 events)");
		assertThat(findings.lost()).hasSize(2);
	}

	@Test
	void whatWasDiscardedWithoutAWordIsFound() {
		discard();
		assertThat(violations(judge(Expectation.DISCARD))).hasSize(3);
	}

	@Test
	void whatWasDiscardedWhileItWaitedForItsRetryIsNamed() {
		publish("publisher-1-1", 1, 10);
		this.handled.add(new Handled("sharing-1-1", Workload.ORDERS, 11, 12, 1, 1, this.published.get(0).load(),
				Handled.Outcome.FAILED));
		Findings findings = judge(Expectation.DISCARD);
		assertThat(findings.violations()).isEmpty();
		assertThat(findings.lost()).hasSize(1);
		assertThat(findings.notes())
			.containsExactly("lost while it waited for its retry, which is not noticed: publisher-1-1#0");
	}

	@Test
	void aCountThatIsNoLowerBoundIsFound() {
		discard();
		tell("sharing-1", Kind.DISCARDED, 3, 4, 3);
		assertThat(violations(judge(Expectation.DISCARD))).hasSize(2)
			.allMatch((violation) -> violation.startsWith("told of more than was lost: ")
					&& violation.endsWith(", lost 2"));
	}

	@Test
	void aWordOfLossWhereNothingIsLostIsAFalseAlarm() {
		publish("publisher-1-1", 1, 10);
		tell("publisher-1", Kind.WENT_BACK, 1, 2, 0);
		tell("sharing-1", Kind.DISCARDED, 1, 2, 1);
		assertThat(falseAlarms(Expectation.NOTHING_LOST)).hasSize(4);
	}

	@Test
	void aWorkloadThatMayNotLoseAnythingIsLeftToAnotherRule() {
		discard();
		this.mayLose = Set.of(Workload.ITEMS);
		Findings findings = judge(Expectation.DISCARD);
		assertThat(findings.violations()).isEmpty();
		assertThat(findings.lost()).isEmpty();
	}

	@Test
	void aWordOfLossInAWorkloadThatMayNotLoseAnythingIsAFalseAlarm() {
		tell("sharing-1", Kind.DISCARDED, 3, 4, 2);
		assertThat(falseAlarms(Expectation.DISCARD)).isEmpty();
		this.mayLose = Set.of(Workload.ITEMS);
		assertThat(falseAlarms(Expectation.DISCARD)).hasSize(2);
	}

	/**
	 * 1 to 6 are confirmed, 4 to 6 are lost, and two more are stored in their places.
	 */
	private void losePower() {
		for (int sequence = 1; sequence <= 6; sequence++) {
			publish("publisher-1-1", sequence, sequence * 10);
		}
		publish("publisher-1-1", 4, 100);
		publish("publisher-1-1", 5, 110);
		for (int index : new int[] { 0, 1, 2, 6, 7 }) {
			settle(this.published.get(index), this.published.get(index).sequence());
		}
	}

	/**
	 * 1 and 2 are handled, then 1 to 4 are discarded, then 5 is handled.
	 */
	private void discard() {
		for (int sequence = 1; sequence <= 5; sequence++) {
			publish("publisher-1-1", sequence, sequence * 10);
		}
		handle(this.published.get(0));
		handle(this.published.get(1));
		settle(this.published.get(4), 5);
	}

	private void publish(String writer, long sequence, long at) {
		this.published.add(new Published(Workload.ORDERS,
				new Load(1, writer, this.published.size(), "k1", at - 1, io.natsevents.campaign.load.Kind.GOOD),
				Published.Outcome.ACKNOWLEDGED, at, sequence));
	}

	private void settle(Published event, long sequence) {
		this.stored.add(new Stored(Workload.ORDERS, sequence, event.load()));
		handle(event);
	}

	private void handle(Published event) {
		this.handled.add(new Handled("sharing-1-1", Workload.ORDERS, event.at() + 1, event.at() + 2, event.sequence(),
				1, event.load(), Handled.Outcome.DONE));
	}

	private void tell(String member, Kind kind, long first, long last, long count) {
		for (Source source : Source.values()) {
			this.reports.add(new LossReport(member, source, kind, STREAM, first, last, count));
		}
	}

	private static List<String> violations(Findings findings) {
		return findings.violations()
			.stream()
			.map((violation) -> violation.promise() + ": " + violation.history().get(0))
			.toList();
	}

	private List<Violation> falseAlarms(Expectation expectation) {
		Findings findings = new Findings();
		Evidence evidence = evidence(expectation);
		new FalseAlarm().judge(evidence, new Events(evidence), findings);
		return findings.violations();
	}

	private Findings judge(Expectation expectation) {
		Findings findings = new Findings();
		Evidence evidence = evidence(expectation);
		new LossRule().judge(evidence, new Events(evidence), findings);
		return findings;
	}

	private Evidence evidence(Expectation expectation) {
		return new Evidence(new Strike(1, "planted", expectation, this.mayLose, 50, 60, 200, 0, List.of(), null),
				this.published, this.stored, this.handled, List.of(), List.of(), List.of(), List.of(), List.of(),
				List.of(), List.of(), this.reports, null);
	}

}
