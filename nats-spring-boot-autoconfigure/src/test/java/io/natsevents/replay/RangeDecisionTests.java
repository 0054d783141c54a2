package io.natsevents.replay;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RangeDecision} and {@link ReplayRequest}.
 */
class RangeDecisionTests {

	private static final Instant START = Instant.parse("2026-01-31T03:00:00Z");

	private static final ReplayRequest REQUEST = ReplayRequest.into("users");

	/** One event per second, 1 to 9 were discarded. */
	private static final StreamBounds DISCARDED = new StreamBounds(10, 100, at(10), at(100));

	private static final StreamBounds WHOLE = new StreamBounds(1, 100, at(1), at(100));

	private static Instant at(long sequence) {
		return START.plusSeconds(sequence);
	}

	@Test
	void withoutEndsItIsAllThereIsNow() throws Exception {
		assertThat(decide(DISCARDED, REQUEST)).isEqualTo(new ReplayRange(10, 100));
	}

	@Test
	void timesAreInclusive() throws Exception {
		assertThat(decide(WHOLE, REQUEST.from(at(20)).to(at(30)))).isEqualTo(new ReplayRange(20, 30));
		assertThat(decide(WHOLE, REQUEST.from(at(20).plusNanos(1)).to(at(30).minusNanos(1))))
			.isEqualTo(new ReplayRange(21, 29));
	}

	@Test
	void sequencesAreInclusiveAndMayBeMixedWithTimes() throws Exception {
		assertThat(decide(WHOLE, REQUEST.fromSequence(20).toSequence(30))).isEqualTo(new ReplayRange(20, 30));
		assertThat(decide(WHOLE, REQUEST.from(at(20)).toSequence(30))).isEqualTo(new ReplayRange(20, 30));
	}

	@Test
	void itNeverEndsBeyondWhatIsThere() throws Exception {
		assertThat(decide(WHOLE, REQUEST.to(at(1000))).last()).isEqualTo(100);
		assertThat(decide(WHOLE, REQUEST.to(Instant.MAX)).last()).isEqualTo(100);
		assertThat(decide(WHOLE, REQUEST.toSequence(1000)).last()).isEqualTo(100);
		assertThat(decide(WHOLE, REQUEST.fromSequence(101))).matches(ReplayRange::isEmpty);
		assertThat(decide(WHOLE, REQUEST.from(at(101)))).matches(ReplayRange::isEmpty);
		assertThat(decide(WHOLE, REQUEST.to(at(0)))).matches(ReplayRange::isEmpty);
	}

	@Test
	void betweenTwoEventsThereIsNothing() throws Exception {
		assertThat(decide(WHOLE, REQUEST.from(at(20).plusNanos(1)).to(at(21).minusNanos(1))))
			.matches(ReplayRange::isEmpty);
	}

	@Test
	void aSequenceThatIsGoneIsRefusedWithHowMuch() {
		assertThatExceptionOfType(ReplayRefusedException.class)
			.isThrownBy(() -> decide(DISCARDED, REQUEST.fromSequence(4).toSequence(20)))
			.withMessageContaining("gone: 6 of the 17 sequences from 4 to 20. Begin later")
			.withMessageContaining("begins with sequence 10, stored at " + at(10));
		assertThatExceptionOfType(ReplayRefusedException.class)
			.isThrownBy(() -> decide(DISCARDED, REQUEST.fromSequence(4).toSequence(5)))
			.withMessageContaining("2 of the 2 sequences");
	}

	@Test
	void aTimeThatIsGoneIsRefused() {
		assertThatExceptionOfType(ReplayRefusedException.class).isThrownBy(() -> decide(DISCARDED, REQUEST.from(at(9))))
			.withMessageContaining("what was stored from " + at(9) + " until " + at(10));
		assertThatExceptionOfType(ReplayRefusedException.class)
			.isThrownBy(() -> decide(DISCARDED, REQUEST.from(at(2)).to(at(8))))
			.withMessageContaining("all that was stored from " + at(2) + " to " + at(8));
	}

	@Test
	void whatIsRetainedWillDoWhenItIsSaidSo() throws Exception {
		assertThat(decide(DISCARDED, REQUEST.from(at(2)).onlyRetained())).isEqualTo(new ReplayRange(10, 100));
		assertThat(decide(DISCARDED, REQUEST.fromSequence(2).toSequence(20).onlyRetained()))
			.isEqualTo(new ReplayRange(10, 20));
		assertThat(decide(DISCARDED, REQUEST.from(at(2)).to(at(8)).onlyRetained())).matches(ReplayRange::isEmpty);
	}

	@Test
	void beforeTheFirstEventEverNothingIsGone() throws Exception {
		assertThat(decide(WHOLE, REQUEST.from(Instant.EPOCH))).isEqualTo(new ReplayRange(1, 100));
	}

	@Test
	void anEmptyStreamIsEmptyUnlessItHasHadTheRange() throws Exception {
		StreamBounds never = new StreamBounds(1, 0, Instant.EPOCH, Instant.EPOCH);
		assertThat(decide(never, REQUEST.from(at(1)))).matches(ReplayRange::isEmpty);
		StreamBounds purged = new StreamBounds(101, 100, Instant.EPOCH, at(100));
		assertThat(decide(purged, REQUEST)).matches(ReplayRange::isEmpty);
		assertThat(decide(purged, REQUEST.from(at(101)))).matches(ReplayRange::isEmpty);
		assertThatExceptionOfType(ReplayRefusedException.class).isThrownBy(() -> decide(purged, REQUEST.from(at(99))))
			.withMessageContaining("it is empty, and has had 100 events");
	}

	@Test
	void aRequestThatContradictsItselfIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> REQUEST.from(at(2)).to(at(1)))
			.withMessageContaining("is after to");
		assertThatIllegalArgumentException().isThrownBy(() -> REQUEST.fromSequence(2).toSequence(1));
		assertThatIllegalArgumentException().isThrownBy(() -> REQUEST.from(at(2)).fromSequence(1));
		assertThatIllegalArgumentException().isThrownBy(() -> REQUEST.atMostPerSecond(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> REQUEST.types("*.user"));
		assertThatIllegalArgumentException().isThrownBy(() -> ReplayRequest.into(""));
	}

	@Test
	void organizationsHaveNames() {
		for (String organization : new String[] { "", " ", "acme\nglobex" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> REQUEST.organizations("acme", organization))
				.withMessageContaining("organization");
		}
	}

	private static ReplayRange decide(StreamBounds bounds, ReplayRequest request) throws Exception {
		return new RangeDecision("AUTH_EVENTS", bounds,
				(sequence) -> (sequence <= bounds.last()) ? new StoredTimes.Stored(sequence, at(sequence)) : null)
			.decide(request);
	}

}
