package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.api.ConsumerInfo;
import io.nats.client.support.JsonParser;
import io.natsevents.deadletter.StoredPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CatchUp}, whose listener has an ack-wait of 30 s and a window of 500.
 */
class CatchUpTests {

	private static final Duration MOMENT = Duration.ofMillis(1);

	private final AtomicLong now = new AtomicLong(1);

	private final Deliveries deliveries = new Deliveries();

	private final Queue<CompletableFuture<ConsumerInfo>> answers = new ArrayDeque<>();

	private int abandoned;

	private final CatchUp catchUp = new CatchUp(TestEndpoint.of("worker", TestEndpoint.settings()), this.deliveries,
			this.answers::remove, this.now::get);

	@ParameterizedTest
	@CsvSource(textBlock = """
			# elsewhere, others, spare, newOnes, ackWaitOver, inVain, expected
			0, 0, 100, 0, false, false, -1
			-2, 0, 100, 0, false, false, -1
			5, 1, 100, 0, false, false, -1
			5, 0, 100, 0, false, false, 5
			5, 0, 100, 3, false, false, 2
			5, 0, 100, 5, false, false, 0
			5, 0, 100, 9, false, false, 0
			5, 0, 100, 9, true, false, 5
			5, 0, 100, 9, true, true, -1
			500, 0, 100, 0, false, false, 100
			5, 0, 0, 0, false, false, -1
			""")
	void decides(long elsewhere, long others, int spare, int newOnes, boolean ackWaitOver, boolean inVain,
			int expected) {
		assertThat(CatchUp.decide(elsewhere, others, spare, newOnes, ackWaitOver, inVain)).isEqualTo(expected);
	}

	@Test
	void nothingIsPutAsideBeforeADisruption() {
		assertThat(this.catchUp.isOver()).isTrue();
		assertThat(this.deliveries.aside).isFalse();
	}

	@Test
	void listenerWithoutOrderNeverCatchesUp() {
		CatchUp none = new CatchUp(TestEndpoint.of("worker", TestEndpoint.settings()), null, this.answers::remove,
				this.now::get);
		none.begin();
		assertThat(none.isOver()).isTrue();
	}

	@Test
	void goesOnAtOnceWhenAllThatIsDeliveredIsHere() throws Exception {
		this.deliveries.add(3);
		begin();
		answer(3, 0);
		assertThat(room()).isZero();
		assertGoesOn();
	}

	@Test
	void goesOnWhenOthersPullAtTheSecondLookToo() throws Exception {
		begin();
		answer(7, 1);
		assertThat(room()).isZero();
		assertThat(this.catchUp.isOver()).isFalse();
		pass(Duration.ofMillis(31));
		answer(7, 1);
		assertThat(room()).isZero();
		assertGoesOn();
	}

	@Test
	void requestsThatWereAbandonedHereAreNotThoseOfOthers() throws Exception {
		begin();
		this.abandoned = 1;
		answer(7, 1);
		assertThat(room()).isZero();
		assertThat(this.catchUp.isOver()).isFalse();
		pass(Duration.ofMillis(31));
		answer(7, 2);
		assertThat(room()).isZero();
		assertGoesOn();
	}

	@Test
	void othersAreKnownByWhatIsDeliveredAndDoesNotComeHere() throws Exception {
		begin();
		this.abandoned = 1;
		answer(7, 1, 10);
		assertThat(room()).isZero();
		pass(Duration.ofMillis(31));
		answer(7, 1, 15);
		assertThat(room()).isEqualTo(7);
		answer(7, 1, 15);
		assertThat(room()).isZero();
		assertGoesOn();
	}

	@Test
	void answerOfALeaderThatWasReplacedWithoutKnowingItIsNoAnswer() throws Exception {
		begin();
		this.catchUp.received(2, 1);
		answer(0, 0);
		assertThat(room()).isZero();
		assertThat(this.catchUp.isOver()).isFalse();
		pass(Duration.ofMillis(31));
		answer(0, 0, 2);
		assertThat(room()).isZero();
		assertGoesOn();
	}

	@Test
	void goesOnWhenTheServerHasNoSuchConsumer() throws Exception {
		begin();
		this.answers.add(CompletableFuture
			.completedFuture(new ConsumerInfo(JsonParser.parse("{\"error\":{\"code\":404,\"err_code\":10014}}"))));
		assertThat(room()).isZero();
		assertGoesOn();
	}

	@Test
	void serverThatCannotTellNowIsAskedAgain() throws Exception {
		begin();
		this.answers.add(CompletableFuture
			.completedFuture(new ConsumerInfo(JsonParser.parse("{\"error\":{\"code\":503,\"err_code\":10008}}"))));
		assertThat(room()).isZero();
		pass(Duration.ofMillis(31));
		answer(0, 0);
		assertThat(room()).isZero();
		assertGoesOn();
	}

	@Test
	void whatIsSettledWhileTheServerAnswersIsNotTakenForMissingForLong() throws Exception {
		this.deliveries.add(3);
		begin();
		CompletableFuture<ConsumerInfo> answer = new CompletableFuture<>();
		this.answers.add(answer);
		assertThat(room()).isZero();
		this.deliveries.clear();
		answer.complete(info(3, 0, 1));
		assertThat(room()).isZero();
		assertThat(this.catchUp.isOver()).isFalse();
		pass(Duration.ofMillis(31));
		answer(0, 0);
		assertThat(room()).isZero();
		assertGoesOn();
	}

	@Test
	void asksForAsManyAsAreMissingUntilTheyAreHere() throws Exception {
		begin();
		answer(2, 0);
		assertThat(room()).isZero();
		pass(Duration.ofMillis(31));
		answer(2, 0);
		assertThat(room()).isEqualTo(2);
		assertThat(this.catchUp.reason()).contains("2 event(s)");
		this.deliveries.add(1);
		this.catchUp.received(1, 1);
		answer(3, 0);
		assertThat(room()).isEqualTo(1);
		this.deliveries.add(2);
		this.catchUp.received(1, 2);
		this.catchUp.received(1, 2);
		answer(3, 0);
		assertThat(room()).isZero();
		assertGoesOn();
		assertThat(this.catchUp.reason()).isNull();
	}

	@Test
	void goesOnWhenAfterAckWaitNothingComesAgain() throws Exception {
		begin();
		answer(2, 0);
		room();
		pass(Duration.ofSeconds(31));
		answer(2, 0);
		assertThat(room()).isEqualTo(2);
		this.deliveries.add(1);
		this.catchUp.received(1, 2);
		answer(2, 0);
		assertThat(room()).isEqualTo(1);
		answer(2, 0);
		assertThat(room()).isZero();
		assertGoesOn();
	}

	@Test
	void disruptionMeanwhileBeginsItAnew() throws Exception {
		begin();
		answer(2, 0);
		room();
		pass(Duration.ofSeconds(20));
		begin();
		pass(Duration.ofSeconds(20));
		answer(2, 0);
		room();
		pass(Duration.ofMillis(31));
		answer(2, 0);
		assertThat(room()).isEqualTo(2);
		answer(2, 0);
		assertThat(room()).isEqualTo(2);
	}

	@Test
	void asksForAMessageToFindOutWhetherAnybodyIsThereWhenTheServerDoesNotAnswer() throws Exception {
		begin();
		silence();
		assertThat(room()).isZero();
		assertThat(this.catchUp.isUnanswered()).isFalse();
		pass(Duration.ofMillis(501));
		assertThat(room()).isEqualTo(1);
		assertThat(this.catchUp.isUnanswered()).isTrue();
		pass(Duration.ofHours(1));
		this.answers.add(CompletableFuture.failedFuture(new IllegalStateException("no responders")));
		assertThat(room()).isEqualTo(1);
		assertThat(this.catchUp.isOver()).isFalse();
	}

	@Test
	void goesOnInTheEndWhenMessagesComeAndNoAnswer() throws Exception {
		begin();
		silence();
		room();
		pass(Duration.ofMillis(501));
		assertThat(room()).isEqualTo(1);
		this.catchUp.received(1, 1);
		pass(Duration.ofSeconds(31));
		this.answers.add(CompletableFuture.failedFuture(new IllegalStateException("denied")));
		assertThat(room()).isZero();
		assertGoesOn();
	}

	private void begin() {
		this.catchUp.begin();
		assertThat(this.catchUp.isOver()).isFalse();
		assertThat(this.deliveries.aside).isTrue();
	}

	private int room() throws InterruptedException {
		return this.catchUp.awaitRoom(MOMENT, this.abandoned);
	}

	private void assertGoesOn() {
		assertThat(this.catchUp.isOver()).isTrue();
		assertThat(this.catchUp.isUnanswered()).isFalse();
		assertThat(this.deliveries.aside).isFalse();
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private void silence() {
		this.answers.add(new CompletableFuture<>());
	}

	private void answer(long ackPending, long waiting) throws Exception {
		answer(ackPending, waiting, 1);
	}

	private void answer(long ackPending, long waiting, long delivery) throws Exception {
		this.answers.add(CompletableFuture.completedFuture(info(ackPending, waiting, delivery)));
	}

	private static ConsumerInfo info(long ackPending, long waiting, long delivery) throws Exception {
		return new ConsumerInfo(JsonParser.parse("""
				{"stream_name":"AUTH_EVENTS","name":"worker","created":"2026-01-01T00:00:00Z",
				"config":{"durable_name":"worker","ack_wait":30000000000},
				"delivered":{"consumer_seq":%d,"stream_seq":1},"ack_floor":{"consumer_seq":1,"stream_seq":1},
				"num_ack_pending":%d,"num_waiting":%d}""".formatted(delivery, ackPending, waiting)));
	}

	private static final class Deliveries implements HeldDeliveries {

		private final Set<StoredPosition> positions = new HashSet<>();

		private boolean aside;

		void add(int count) {
			for (int i = 0; i < count; i++) {
				this.positions.add(new StoredPosition("AUTH_EVENTS", this.positions.size() + 1, TestMessage.STORED_AT));
			}
		}

		void clear() {
			this.positions.clear();
		}

		@Override
		public Set<StoredPosition> held() {
			return Set.copyOf(this.positions);
		}

		@Override
		public void putAside() {
			this.aside = true;
		}

		@Override
		public void handleAll() {
			this.aside = false;
		}

	}

}
