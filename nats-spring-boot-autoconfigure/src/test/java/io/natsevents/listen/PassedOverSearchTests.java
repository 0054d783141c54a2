package io.natsevents.listen;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import io.natsevents.listen.PassedOverSearch.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PassedOverSearch}. 50 events were delivered, the stream went back to
 * 20, and others are stored 1000 seconds later.
 */
class PassedOverSearchTests {

	private static final long LATER = 1000;

	private final TestPlaces places = new TestPlaces();

	private final PassedOverSearch search = new PassedOverSearch(this.places);

	@Test
	void anotherEventAtItsPlaceProvesThatTheStreamWentBack() throws Exception {
		this.places.store(1, 50, 0);
		assertThat(judge()).isEqualTo(Verdict.KEPT);
		this.places.goBackTo(20);
		this.places.store(21, 49, LATER);
		assertThat(judge()).isEqualTo(Verdict.NOT_THERE_YET);
		this.places.store(50, 50, LATER);
		assertThat(judge()).isEqualTo(Verdict.WENT_BACK);
	}

	@Test
	void anEventThatWasDiscardedProvesNothing() throws Exception {
		this.places.store(1, 60, 0);
		this.places.stored.headMap(51L).clear();
		assertThat(judge()).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void anEventThatIsOlderThanTheOneBeforeProvesNothing() throws Exception {
		this.places.store(1, 50, -5);
		assertThat(judge()).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void whatIsBetweenTheEndOfTheStreamAndTheFirstDeliveryWasPassedOver() throws Exception {
		goBackAndStoreUpTo(80);
		assertThat(find(51, Set.of(), true)).isEqualTo(new PassedOver(21, 50, 30, true));
		assertThat(find(45, Set.of(), true)).isEqualTo(new PassedOver(21, 44, 24, true));
	}

	@Test
	void aConsumerThatCameBackWithTheStreamHasPassedOverNothing() throws Exception {
		goBackAndStoreUpTo(80);
		assertThat(find(21, Set.of(), true)).isNull();
	}

	@Test
	void whatMayHaveGoneToAnotherInstanceIsNotCertain() throws Exception {
		goBackAndStoreUpTo(80);
		assertThat(find(51, Set.of(), false)).isEqualTo(new PassedOver(21, 50, 30, false));
	}

	@Test
	void withoutADeliveryTheConsumersPlaceCountsAndNothingIsCertain() throws Exception {
		goBackAndStoreUpTo(50);
		assertThat(find(0, Set.of(), true)).isEqualTo(new PassedOver(21, 50, 30, false));
	}

	@Test
	void onlyWhatTheConsumerAsksForWasPassedOver() throws Exception {
		goBackAndStoreUpTo(80);
		assertThat(this.search.find(suspicion(52, Set.of(), true), consumer("b")))
			.isEqualTo(new PassedOver(21, 51, 16, true));
		assertThat(this.search.find(suspicion(22, Set.of(), true), consumer("a"))).isNull();
		assertThat(this.search.find(suspicion(22, Set.of(), true), consumer("b")))
			.isEqualTo(new PassedOver(21, 21, 1, true));
	}

	@Test
	void whatCameAsARepeatedDeliveryWasNotPassedOver() throws Exception {
		goBackAndStoreUpTo(80);
		assertThat(find(24, Set.of(21L, 23L), true)).isEqualTo(new PassedOver(22, 22, 1, true));
		assertThat(find(24, Set.of(21L, 22L, 23L), true)).isNull();
	}

	@Test
	void veryManyAreNotAllCounted() throws Exception {
		goBackAndStoreUpTo(5000);
		assertThat(find(4001, Set.of(), true)).isEqualTo(new PassedOver(21, 4000, 1000, true));
		assertThat(this.places.asked).isLessThan(1020);
	}

	private void goBackAndStoreUpTo(long last) {
		this.places.store(1, 20, 0);
		this.places.store(21, last, LATER);
	}

	private Verdict judge() throws Exception {
		return this.search.judge(suspicion(0, Set.of(), true));
	}

	private PassedOver find(long firstAfter, Set<Long> repeated, boolean alone) throws Exception {
		return this.search.find(suspicion(firstAfter, repeated, alone), consumer());
	}

	private static Suspicion suspicion(long firstAfter, Set<Long> repeated, boolean alone) {
		Instant stored = TestPlaces.BEGIN.plusSeconds(50);
		return new Suspicion(50, stored, stored.plus(DeliveredPlace.MARGIN), firstAfter, repeated, alone);
	}

	private static ConsumerProgress consumer(String... filters) {
		return new ConsumerProgress(TestPlaces.BEGIN.atZone(ZoneOffset.UTC), List.of(filters), 50, 50, 50, 0, 0);
	}

}
