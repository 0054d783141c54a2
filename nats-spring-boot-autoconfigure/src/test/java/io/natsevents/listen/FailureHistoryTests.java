package io.natsevents.listen;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import io.natsevents.deadletter.StoredPosition;
import io.natsevents.listen.FailureHistory.Failure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureHistory}.
 */
class FailureHistoryTests {

	private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

	private final TickingClock clock = new TickingClock();

	private final FailureHistory history = new FailureHistory(this.clock);

	@Test
	void remembersTheFirstAndTheLastFailure() {
		IllegalStateException first = new IllegalStateException("first");
		IllegalStateException second = new IllegalStateException("second");
		assertThat(this.history.failed(position(1), first)).isEqualTo(new Failure(START, START, first));
		this.clock.now = START.plusSeconds(9);
		assertThat(this.history.failed(position(1), second))
			.isEqualTo(new Failure(START, START.plusSeconds(9), second));
		assertThat(this.history.failed(position(1), null)).isEqualTo(new Failure(START, START.plusSeconds(9), second));
		assertThat(this.history.knows(position(1))).isTrue();
		assertThat(this.history.knows(position(2))).isFalse();
		this.history.forget(position(1));
		assertThat(this.history.knows(position(1))).isFalse();
	}

	@Test
	void eventOfTheSameSequenceInAStreamMadeAnewIsAnother() {
		this.history.failed(new StoredPosition("AUTH_EVENTS", 1, START), null);
		assertThat(this.history.knows(new StoredPosition("AUTH_EVENTS", 1, START.plusNanos(1)))).isFalse();
	}

	@Test
	void oldestAreForgottenBeyondAThousand() {
		for (int i = 1; i <= 1001; i++) {
			this.history.failed(position(i), null);
			this.history.givenBack(position(i));
		}
		assertThat(this.history.knows(position(1))).isFalse();
		assertThat(this.history.knows(position(2))).isTrue();
		assertThat(this.history.knows(position(1001))).isTrue();
	}

	@Test
	void deliveryThatWasGivenBackDoesNotCountAsAnAttempt() {
		Delivery third = new Delivery(new TestMessage(1, 3));
		assertThat(this.history.attempts(third)).isEqualTo(3);
		this.history.givenBack(third.position());
		assertThat(this.history.attempts(third)).isEqualTo(2);
		this.history.givenBack(third.position());
		assertThat(this.history.attempts(third)).isEqualTo(1);
		this.history.forget(third.position());
		assertThat(this.history.attempts(third)).isEqualTo(3);
		assertThat(this.history.attempts(new Delivery(new TestMessage(1, 1)))).isEqualTo(1);
	}

	private static StoredPosition position(long sequence) {
		return new StoredPosition("AUTH_EVENTS", sequence, START);
	}

	private static final class TickingClock extends Clock {

		private Instant now = START;

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
