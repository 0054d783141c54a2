package io.natsevents.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.natsevents.listen.Ordering;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link OrderJudge} finds what is planted, and nothing else. Times are in
 * milliseconds here.
 */
class OrderJudgeTests {

	private final Map<Long, Load> stored = new HashMap<>();

	private final List<Handling> handlings = new ArrayList<>();

	private final Map<Long, Long> parked = new HashMap<>();

	private final List<Long> kills = new ArrayList<>();

	private Ordering ordering = Ordering.CLUSTER;

	OrderJudgeTests() {
		store(1, "a", 0);
		store(2, "b", 0);
		store(3, "a", 1);
		store(4, "a", 2);
	}

	@Test
	void oneAfterTheOtherIsInOrder() {
		done("one", 1, 10, 20);
		done("two", 2, 5, 30);
		done("two", 3, 21, 30);
		done("one", 4, 31, 40);
		assertThat(judge()).isEqualTo(new Verdict(List.of(), List.of(), 0, 0, 0));
		assertThat(judge().isClean()).isTrue();
	}

	@Test
	void eventThatBeginsWhileAnEarlierOneRunsIsFound() {
		done("one", 1, 10, 20);
		done("one", 2, 10, 20);
		done("two", 3, 19, 30);
		done("one", 4, 31, 40);
		assertThat(judge().violations()).singleElement().asString().startsWith("overtaken: a#1").contains("1[a#0");
		assertThat(judge().isClean()).isFalse();
	}

	@Test
	void eventThatBeginsBetweenTwoAttemptsAtAnEarlierOneIsFound() {
		failed(1, 10, 20);
		done("two", 3, 25, 30);
		done("one", 1, 35, 40);
		done("one", 4, 41, 50);
		done("one", 2, 41, 50);
		assertThat(judge().violations()).singleElement().asString().startsWith("overtaken: a#1");
	}

	@Test
	void eventThatBeginsAfterTheDeathOfTheProcessThatHadAnEarlierOneIsFound() {
		died(1, 10);
		done("two", 3, 25, 30);
		done("two", 1, 35, 40);
		done("one", 4, 41, 50);
		done("one", 2, 41, 50);
		assertThat(judge().violations()).singleElement().asString().startsWith("overtaken: a#1");
	}

	@Test
	void overtakingAnyEarlierEventIsFound() {
		done("one", 3, 10, 20);
		done("one", 4, 21, 30);
		done("one", 1, 40, 50);
		done("one", 2, 1, 2);
		assertThat(judge().violations()).hasSize(2);
	}

	@Test
	void eventBehindAParkedOneIsInOrder() {
		failed(1, 10, 20);
		this.parked.put(1L, nanos(24));
		done("two", 3, 25, 30);
		done("two", 4, 31, 40);
		done("two", 2, 31, 40);
		assertThat(judge()).isEqualTo(new Verdict(List.of(), List.of(), 1, 0, 0));
	}

	@Test
	void eventThatBeginsBeforeAnEarlierOneIsParkedIsFound() {
		failed(1, 10, 20);
		this.parked.put(1L, nanos(27));
		done("two", 3, 25, 30);
		done("two", 4, 31, 40);
		done("two", 2, 31, 40);
		assertThat(judge().violations()).singleElement().asString().startsWith("overtaken: a#1").contains("parked at");
	}

	@Test
	void eventThatWasNeverHandledIsFound() {
		done("one", 1, 10, 20);
		died(2, 10);
		done("one", 3, 21, 30);
		failed(4, 31, 40);
		assertThat(judge().unhandled()).containsExactlyInAnyOrder(2L, 4L);
		assertThat(judge().violations()).isEmpty();
		assertThat(judge().isClean()).isFalse();
	}

	@Test
	void eventThatComesTwiceBeforeTheNextIsNoViolation() {
		done("one", 1, 10, 20);
		done("two", 1, 30, 40);
		done("two", 3, 41, 50);
		done("two", 4, 51, 60);
		done("two", 2, 51, 60);
		assertThat(judge()).isEqualTo(new Verdict(List.of(), List.of(), 0, 1, 0));
	}

	@Test
	void eventThatComesAgainBehindALaterOneWasNotAcknowledged() {
		repeatBehind("one", "two");
		assertThat(judge().violations()).singleElement().asString().startsWith("not acknowledged: a#0").contains("a#1");
		assertThat(judge().repeated()).isEqualTo(1);
		assertThat(judge().repeatedBehind()).isEqualTo(1);
		this.ordering = Ordering.KEY;
		assertThat(judge().violations()).hasSize(1);
	}

	@Test
	void withinOneProcessAnAcknowledgementOnItsWayIsEnoughWhereNoOrderIsAskedFor() {
		repeatBehind("one", "one");
		assertThat(judge().violations()).hasSize(1);
		this.ordering = Ordering.KEY;
		assertThat(judge().violations()).hasSize(1);
		this.ordering = Ordering.NONE;
		assertThat(judge().violations()).isEmpty();
		assertThat(judge().repeatedBehind()).isEqualTo(1);
	}

	@Test
	void whatAKilledNodeKnewMayBeForgotten() {
		repeatBehind("one", "two");
		this.kills.add(nanos(28));
		assertThat(judge().violations()).isEmpty();
		assertThat(judge().repeatedBehind()).isEqualTo(1);
		this.kills.clear();
		this.kills.add(nanos(90));
		assertThat(judge().violations()).hasSize(1);
	}

	@Test
	void figuresAreThoseOfFirstHandlings() {
		repeatBehind("one", "one");
		RunFigures figures = RunFigures.of(evidence());
		assertThat(figures.events()).isEqualTo(4);
		assertThat(figures.silence()).isEqualTo(30);
		assertThat(figures.latencies()).containsExactly(31.0, 70.0, 70.0, 70.0);
		assertThat(figures.perSecond()).isEqualTo(4 * 1000 / 60.0);
	}

	private void repeatBehind(String first, String next) {
		done(first, 1, 10, 20);
		done(next, 3, 21, 30);
		done("two", 1, 40, 50);
		done("two", 4, 70, 80);
		done("two", 2, 31, 40);
	}

	private Verdict judge() {
		return OrderJudge.judge(evidence());
	}

	private Evidence evidence() {
		return new Evidence(this.ordering, this.stored, this.handlings, this.parked, this.kills);
	}

	private void store(long sequence, String key, long number) {
		this.stored.put(sequence, new Load(key, number, 0));
	}

	private void done(String instance, long sequence, long begin, long end) {
		add(new Handling(instance, nanos(begin), nanos(end), begin, this.stored.get(sequence), sequence, 1,
				Handling.Outcome.DONE));
	}

	private void failed(long sequence, long begin, long end) {
		add(new Handling("one", nanos(begin), nanos(end), begin, this.stored.get(sequence), sequence, 1,
				Handling.Outcome.FAILED));
	}

	private void died(long sequence, long begin) {
		add(new Handling("one", nanos(begin), Long.MAX_VALUE, begin, this.stored.get(sequence), sequence, 1, null));
	}

	private void add(Handling run) {
		this.handlings.add(run);
	}

	private static long nanos(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
