package io.natsevents.listen;

import java.time.Instant;
import java.time.InstantSource;

import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.StoredPosition;
import io.natsevents.listen.FailureHistory.Failure;
import io.natsevents.listen.FailureHistory.GivenUp;
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
		assertThat(this.history.failed(position(1), first)).isEqualTo(new Failure(START, START, first, 1));
		this.clock.now = START.plusSeconds(9);
		assertThat(this.history.failed(position(1), second))
			.isEqualTo(new Failure(START, START.plusSeconds(9), second, 2));
		assertThat(this.history.failed(position(1), null))
			.isEqualTo(new Failure(START, START.plusSeconds(9), second, 3));
		assertThat(this.history.failures(position(1))).isEqualTo(3);
		assertThat(this.history.failures(position(2))).isZero();
		this.history.forget(position(1));
		assertThat(this.history.failures(position(1))).isZero();
	}

	@Test
	void eventOfTheSameSequenceInAStreamMadeAnewIsAnother() {
		this.history.failed(new StoredPosition("AUTH_EVENTS", 1, START), null);
		assertThat(this.history.failures(new StoredPosition("AUTH_EVENTS", 1, START.plusNanos(1)))).isZero();
	}

	@Test
	void oldestAreForgottenBeyondAThousand() {
		for (int i = 1; i <= 1001; i++) {
			this.history.failed(position(i), null);
			this.history.givenBack(position(i));
		}
		assertThat(this.history.failures(position(1))).isZero();
		assertThat(this.history.failures(position(2))).isEqualTo(1);
		assertThat(this.history.failures(position(1001))).isEqualTo(1);
	}

	@Test
	void whyAnEventWasGivenUpIsRememberedUntilItIsSettled() {
		GivenUp why = new GivenUp(DeadLetterReason.PROCESS_DIED, "e-1");
		this.history.givenUp(position(1), why);
		assertThat(this.history.givenUp(position(1))).isEqualTo(why);
		assertThat(this.history.givenUp(position(2))).isNull();
		this.history.forget(position(1));
		assertThat(this.history.givenUp(position(1))).isNull();
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

	private static final class TickingClock implements InstantSource {

		private Instant now = START;

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
