package io.natsevents.listen;

import java.time.Instant;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeliveredHeight}. An event is stored each second, and again later what
 * is stored anew.
 */
class DeliveredHeightTests {

	private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

	private static final long LATER = 1000;

	private final DeliveredHeight height = new DeliveredHeight();

	@Test
	void nothingIsSuspectedWithoutADisruptionOrADelivery() {
		this.height.disrupted();
		assertThat(this.height.suspicions()).isEmpty();
		deliver(1, 1, 1, 1);
		assertThat(this.height.suspicions()).isEmpty();
	}

	@Test
	void theHighestBeforeTheDisruptionIsSuspectedWhateverComesLater() {
		deliver(5, 1, 1, 5);
		deliver(3, 2, 2, 3);
		this.height.disrupted();
		this.height.disrupted();
		deliver(8, 3, 1, LATER + 8);
		deliver(7, 4, 1, LATER + 7);
		deliver(4, 5, 1, 4);
		deliver(6, 6, 2, LATER + 6);
		assertThat(this.height.suspicions()).singleElement().satisfies((suspicion) -> {
			assertThat(suspicion.sequence()).isEqualTo(5);
			assertThat(suspicion.storedAt()).isEqualTo(BEGIN.plusSeconds(5));
			assertThat(suspicion.firstAfter()).isEqualTo(7);
			assertThat(suspicion.repeated()).containsExactly(6L);
		});
	}

	@Test
	void aDisruptionBeforeTheEarlierOneIsSettledIsSuspectedToo() {
		deliver(5, 1, 1, 5);
		this.height.disrupted();
		deliver(9, 2, 1, 9);
		this.height.disrupted();
		assertThat(this.height.suspicions()).extracting(Suspicion::sequence).containsExactly(9L, 5L);
		this.height.kept(this.height.suspicions().get(0));
		assertThat(this.height.suspicions()).extracting(Suspicion::sequence).containsExactly(5L);
	}

	@Test
	void afterALossTheHeightIsThatOfWhatWasStoredSince() {
		deliver(50, 1, 1, 50);
		this.height.disrupted();
		deliver(31, 2, 1, LATER);
		deliver(32, 3, 1, LATER + 1);
		this.height.lost(this.height.suspicions().get(0));
		assertThat(this.height.suspicions()).isEmpty();
		this.height.disrupted();
		assertThat(this.height.suspicions()).extracting(Suspicion::sequence).containsExactly(32L);
	}

	@Test
	void aLaterEventAtALowerSequenceIsSuspiciousByItself() {
		deliver(50, 1, 1, 50);
		deliver(49, 2, 1, 49);
		assertThat(this.height.suspicions()).isEmpty();
		deliver(40, 3, 1, LATER);
		assertThat(this.height.suspicions()).singleElement().satisfies((suspicion) -> {
			assertThat(suspicion.sequence()).isEqualTo(50);
			assertThat(suspicion.firstAfter()).isEqualTo(40);
		});
	}

	@Test
	void deliveriesWithoutAGapShowNoOtherInstance() {
		LongStream.rangeClosed(1, DeliveredHeight.ALONE_AFTER).forEach((each) -> deliver(each, each, 1, each));
		this.height.disrupted();
		assertThat(this.height.suspicions().get(0).alone()).isTrue();
		// It came back with an earlier count
		deliver(30, 5, 1, LATER);
		assertThat(this.height.suspicions().get(0).alone()).isTrue();
		deliver(32, 7, 1, LATER);
		assertThat(this.height.suspicions().get(0).alone()).isFalse();
	}

	@Test
	void aConsumerThatBeginsAnewMakesItForgetEverything() {
		deliver(50, 1, 1, 50);
		this.height.disrupted();
		this.height.forget();
		this.height.disrupted();
		assertThat(this.height.suspicions()).isEmpty();
	}

	private void deliver(long stream, long consumer, long count, long second) {
		this.height.delivered(stream, consumer, count, BEGIN.plusSeconds(second));
	}

}
