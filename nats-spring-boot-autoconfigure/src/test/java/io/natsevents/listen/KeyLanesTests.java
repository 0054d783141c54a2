package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.natsevents.listen.KeyLanes.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyLanes}.
 */
class KeyLanesTests {

	private static final long NOW = 1000;

	private final KeyLanes lanes = new KeyLanes();

	@Test
	void firstOfAKeyIsReadyAndTheNextWaitsUntilItIsOver() {
		Delivery first = delivery(1);
		assertThat(add(first, "a").isReady()).isTrue();
		assertThat(add(delivery(2), "a")).isEqualTo(Step.NOTHING);
		KeyLane lane = this.lanes.take(1);
		assertThat(lane.taken()).containsExactly(first);
		assertThat(this.lanes.take(1)).isNull();
		assertThat(this.lanes.remove(first, NOW)).isEqualTo(Step.NOTHING);
		assertThat(this.lanes.release(lane, NOW).isReady()).isTrue();
		assertThat(takenSequences(1)).containsExactly(2L);
	}

	@Test
	void keysTakeTurns() {
		for (long sequence = 1; sequence <= 6; sequence++) {
			add(delivery(sequence), (sequence <= 4) ? "a" : "b");
		}
		List<Long> order = new ArrayList<>();
		for (KeyLane lane = this.lanes.take(1); lane != null; lane = this.lanes.take(1)) {
			Delivery delivery = lane.taken().get(0);
			order.add(delivery.sequence());
			this.lanes.remove(delivery, NOW);
			this.lanes.release(lane, NOW);
		}
		assertThat(order).containsExactly(1L, 5L, 2L, 6L, 3L, 4L);
		assertThat(this.lanes.size()).isZero();
	}

	@Test
	void keyRestsUntilItsFailedHeadMayBeTriedAgain() {
		Delivery head = delivery(1);
		add(head, "a");
		add(delivery(2), "a");
		KeyLane lane = this.lanes.take(1);
		assertThat(this.lanes.replace(head, head.again(NOW + 50, true), NOW)).isEqualTo(Step.NOTHING);
		Step step = this.lanes.release(lane, NOW);
		assertThat(step.restNanos()).isEqualTo(50);
		assertThat(this.lanes.ready()).isZero();
		assertThat(this.lanes.blocked()).isEqualTo(2);
		assertThat(this.lanes.wake(lane, NOW + 20).restNanos()).isEqualTo(30);
		assertThat(this.lanes.wake(lane, NOW + 50).isReady()).isTrue();
		assertThat(this.lanes.blocked()).isZero();
		KeyLane again = this.lanes.take(1);
		assertThat(again.taken().get(0).deliveryCount()).isEqualTo(2);
		assertThat(again.taken().get(0).position()).isEqualTo(head.position());
	}

	@Test
	void keyWaitsForAHeadThatIsSettledByHand() {
		Delivery head = delivery(1);
		add(head, "a");
		add(delivery(2), "a");
		KeyLane lane = this.lanes.take(1);
		head.start(Duration.ofSeconds(1));
		assertThat(this.lanes.release(lane, NOW)).isEqualTo(Step.NOTHING);
		assertThat(this.lanes.ready()).isZero();
		assertThat(this.lanes.wake(lane, NOW)).isEqualTo(Step.NOTHING);
		assertThat(this.lanes.remove(head, NOW).isReady()).isTrue();
		assertThat(takenSequences(1)).containsExactly(2L);
	}

	@Test
	void batchIsOfOneKeyAndEndsBeforeWhatIsStillSettledByHand() {
		for (long sequence = 1; sequence <= 4; sequence++) {
			add(delivery(sequence), "a");
		}
		add(delivery(5), "b");
		KeyLane lane = this.lanes.take(3);
		assertThat(lane.taken()).extracting(Delivery::sequence).containsExactly(1L, 2L, 3L);
		Delivery first = lane.taken().get(0);
		Delivery second = lane.taken().get(1);
		lane.taken().get(1).start(Duration.ofSeconds(1));
		this.lanes.replace(first, first.again(0, false), NOW);
		assertThat(this.lanes.release(lane, NOW).isReady()).isTrue();
		assertThat(takenSequences(3)).containsExactly(5L);
		assertThat(takenSequences(3)).containsExactly(1L);
		assertThat(second.isRunning()).isTrue();
	}

	@Test
	void lateArrivalGoesBeforeWhatHasNotBegun() {
		add(delivery(4), "a");
		KeyLane lane = this.lanes.take(1);
		add(delivery(6), "a");
		add(delivery(2), "a");
		add(delivery(5), "a");
		this.lanes.remove(lane.taken().get(0), NOW);
		this.lanes.release(lane, NOW);
		assertThat(takenSequences(9)).containsExactly(2L, 5L, 6L);
	}

	@Test
	void whatIsPutAsideIsBegunInOrderWhenNothingIsMissing() {
		add(delivery(1), "a");
		this.lanes.putAside();
		add(delivery(7), "a");
		add(delivery(9), "b");
		add(delivery(8), "b");
		assertThat(takenSequences(9)).containsExactly(1L);
		assertThat(this.lanes.ready()).isZero();
		assertThat(this.lanes.beginAll(NOW)).hasSize(1).allMatch(Step::isReady);
		assertThat(takenSequences(9)).containsExactly(8L, 9L);
	}

	@Test
	void closingTakesOutWhatWaitsAndLaterWhatWaitedForAHandler() {
		add(delivery(1), "a");
		add(delivery(4), "a");
		add(delivery(3), "b");
		add(delivery(2), "c");
		KeyLane running = this.lanes.take(1);
		assertThat(this.lanes.close((delivery) -> false)).extracting(Delivery::sequence).containsExactly(2L, 3L);
		this.lanes.remove(running.taken().get(0), NOW);
		assertThat(this.lanes.release(running, NOW)).isEqualTo(Step.NOTHING);
		assertThat(this.lanes.close((delivery) -> false)).extracting(Delivery::sequence).containsExactly(4L);
		assertThat(this.lanes.size()).isZero();
		assertThat(this.lanes.held()).isEmpty();
	}

	@Test
	void closingStartsWhatWouldNotBeDeliveredAgainUnlessSomethingIsBeforeIt() {
		add(delivery(1), "a");
		add(delivery(2), "a");
		add(delivery(3), "b");
		add(delivery(4), "b");
		assertThat(this.lanes.close((delivery) -> delivery.sequence() == 1 || delivery.sequence() == 4))
			.extracting(Delivery::sequence)
			.containsExactly(2L, 3L, 4L);
		assertThat(takenSequences(1)).containsExactly(1L);
	}

	@Test
	void keysThatHaveNoWorkLeaveNothingBehind() {
		for (long sequence = 1; sequence <= 100_000; sequence++) {
			add(delivery(sequence), "key " + sequence);
			KeyLane lane = this.lanes.take(1);
			this.lanes.remove(lane.taken().get(0), NOW);
			this.lanes.release(lane, NOW);
		}
		assertThat(this.lanes.size()).isZero();
		assertThat(this.lanes.held()).isEmpty();
		assertThat(this.lanes.blocked()).isZero();
	}

	private Step add(Delivery delivery, String key) {
		return this.lanes.add(delivery, key);
	}

	private List<Long> takenSequences(int limit) {
		KeyLane lane = this.lanes.take(limit);
		return lane.taken().stream().map(Delivery::sequence).toList();
	}

	private static Delivery delivery(long sequence) {
		return new Delivery(new TestMessage(sequence, 1));
	}

}
