package io.natsevents.replay;

import java.time.Instant;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoredTimes}.
 */
class StoredTimesTests {

	private static final Instant START = Instant.parse("2026-01-31T03:00:00Z");

	/** One event per second; 4, 5 and 10 were deleted. */
	private final TreeMap<Long, Instant> stream = new TreeMap<>();

	private final StreamBounds bounds = new StreamBounds(2, 10, at(2), at(10));

	private int asked;

	StoredTimesTests() {
		for (long sequence = 2; sequence < 10; sequence++) {
			if (sequence != 4 && sequence != 5) {
				this.stream.put(sequence, at(sequence));
			}
		}
	}

	private static Instant at(long sequence) {
		return START.plusSeconds(sequence);
	}

	@Test
	void theFirstAtOrAfterATimeIsFound() throws Exception {
		assertThat(firstAt(at(3))).isEqualTo(3);
		assertThat(firstAt(at(3).plusNanos(1))).isBetween(4L, 6L);
		assertThat(firstAt(at(8))).isEqualTo(8);
		assertThat(firstAt(at(9))).isEqualTo(9);
	}

	@Test
	void beforeTheFirstIsTheFirstWithoutAsking() throws Exception {
		assertThat(firstAt(Instant.EPOCH)).isEqualTo(2);
		assertThat(this.asked).isZero();
	}

	@Test
	void afterTheLastIsBeyondAlsoWhenTheLastWasDeleted() throws Exception {
		assertThat(firstAt(at(9).plusNanos(1))).isGreaterThanOrEqualTo(10);
		assertThat(firstAt(at(100))).isGreaterThanOrEqualTo(10);
	}

	@Test
	void whatIsStoredMeanwhileDoesNotCount() throws Exception {
		this.stream.put(11L, at(11));
		assertThat(firstAt(at(100))).isBetween(10L, 11L);
	}

	@Test
	void aMillionEventsTakeFewQuestions() throws Exception {
		StoredTimes million = (sequence) -> {
			this.asked++;
			return new StoredTimes.Stored(sequence, at(sequence));
		};
		assertThat(million.firstAt(at(654_321), new StreamBounds(1, 1_000_000, at(1), at(1_000_000))))
			.isEqualTo(654_321);
		assertThat(this.asked).isLessThanOrEqualTo(21);
	}

	@Test
	void emptyStreamHasNothing() throws Exception {
		assertThat(((StoredTimes) (sequence) -> null).firstAt(at(3), new StreamBounds(11, 10, Instant.EPOCH, at(10))))
			.isEqualTo(11);
	}

	private long firstAt(Instant time) throws Exception {
		StoredTimes times = (sequence) -> {
			this.asked++;
			Long next = this.stream.ceilingKey(sequence);
			return (next != null) ? new StoredTimes.Stored(next, this.stream.get(next)) : null;
		};
		return times.firstAt(time, this.bounds);
	}

}
