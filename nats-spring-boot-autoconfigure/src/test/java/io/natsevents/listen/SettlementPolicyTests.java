package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.natsevents.connection.ExponentialDelays;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.event.InvalidEventDataException;
import io.natsevents.event.MalformedEventException;
import io.natsevents.listen.Settlement.Park;
import io.natsevents.listen.Settlement.Retry;
import io.natsevents.listen.Settlement.RetryInPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SettlementPolicy}.
 */
class SettlementPolicyTests {

	private final SettlementPolicy policy = new SettlementPolicy(
			new ListenerRetry(2, new ExponentialDelays(Duration.ofSeconds(1), 2, Duration.ofSeconds(60)), 0,
					List.of(DataAccessResourceFailureException.class), List.of(NumberFormatException.class)));

	@ParameterizedTest
	@CsvSource({ "1,1", "2,2" })
	void failureIsRetriedLaterEachTime(long deliveryCount, long seconds) {
		assertThat(decide(new IllegalStateException("no"), deliveryCount))
			.isEqualTo(new Retry(Duration.ofSeconds(seconds)));
	}

	@ParameterizedTest
	@CsvSource({ "3", "4", "100" })
	void failureAfterTheLastRetryIsParked(long deliveryCount) {
		IllegalStateException failure = new IllegalStateException("no");
		assertThat(decide(failure, deliveryCount)).isEqualTo(new Park(DeadLetterReason.HANDLER_FAILED, failure));
	}

	static Stream<Object[]> hopeless() {
		return Stream.of(new Object[] { new MalformedEventException("x"), DeadLetterReason.MALFORMED },
				new Object[] { new InvalidEventDataException("id", "x", null), DeadLetterReason.INVALID },
				new Object[] { new InvalidArgumentException("e-1", "x"), DeadLetterReason.INVALID },
				new Object[] { new WrongTypeException("e-1", "x"), DeadLetterReason.WRONG_TYPE },
				new Object[] { new RejectedEventException("x"), DeadLetterReason.REJECTED },
				new Object[] { new NumberFormatException("x"), DeadLetterReason.REJECTED });
	}

	@ParameterizedTest
	@MethodSource("hopeless")
	void whatCanNeverSucceedIsParkedAtOnce(Exception failure, DeadLetterReason reason) {
		assertThat(decide(failure, 1)).isEqualTo(new Park(reason, failure));
	}

	@ParameterizedTest
	@MethodSource("hopeless")
	void whatOnlyCarriedTheFailureDoesNotCount(Exception failure, DeadLetterReason reason) {
		assertThat(decide(new ExecutionException(failure), 1)).isEqualTo(new Park(reason, failure));
		assertThat(decide(new CompletionException(failure), 1)).isEqualTo(new Park(reason, failure));
		assertThat(decide(new EventBatchException(0, failure), 1)).isEqualTo(new Park(reason, failure));
		assertThat(decide(new ExecutionException(new EventBatchException(0, new CompletionException(failure))), 1))
			.isEqualTo(new Park(reason, failure));
	}

	@Test
	void listedExceptionCountsAsACauseToo() {
		RuntimeException failure = new IllegalStateException(new NumberFormatException("x"));
		assertThat(decide(failure, 1)).isEqualTo(new Park(DeadLetterReason.REJECTED, failure));
		assertThat(decide(new IllegalStateException(new DataAccessResourceFailureException("away")), 1))
			.isEqualTo(new RetryInPlace(Duration.ofSeconds(1)));
	}

	@ParameterizedTest
	@CsvSource({ "0,1", "1,2", "2,4", "10,60" })
	void outageIsRetriedInPlaceWithoutEnd(int triesInPlace, long seconds) {
		assertThat(this.policy.afterFailure(new DataAccessResourceFailureException("away"), 100, triesInPlace, 0))
			.isEqualTo(new RetryInPlace(Duration.ofSeconds(seconds)));
	}

	@Test
	void neverForWinsOverUnlimitedFor() {
		assertThat(decide(new DataAccessResourceFailureException("away", new NumberFormatException("x")), 1))
			.isInstanceOf(Park.class);
	}

	@Test
	void errorIsAFailureLikeAnyOther() {
		assertThat(decide(new AssertionError("no"), 1)).isInstanceOf(Retry.class);
		assertThat(decide(new AssertionError("no"), 3)).isInstanceOf(Park.class);
	}

	@Test
	void wrapperWithoutACauseIsTheFailure() {
		assertThat(decide(new CompletionException("no", null), 1)).isInstanceOf(Retry.class);
	}

	@Test
	@Timeout(10)
	void causesThatFormACircleAreFollowedForALimitedTime() {
		IllegalStateException failure = new IllegalStateException("one");
		failure.initCause(new IllegalStateException("two", failure));
		assertThat(decide(failure, 1)).isInstanceOf(Retry.class);
		CompletionException wrapper = new Circle();
		assertThat(decide(wrapper, 1)).isInstanceOf(Retry.class);
	}

	@Test
	void noRetriesParksAtTheFirstFailure() {
		SettlementPolicy once = new SettlementPolicy(
				new ListenerRetry(0, new ExponentialDelays(Duration.ZERO, 1, Duration.ZERO), 0, List.of(), List.of()));
		assertThat(once.afterFailure(new IllegalStateException("no"), 1, 0, 0)).isInstanceOf(Park.class);
	}

	private Settlement decide(Throwable failure, long deliveryCount) {
		return this.policy.afterFailure(failure, deliveryCount, 0, 0);
	}

	private static final class Circle extends CompletionException {

		@Override
		public synchronized Throwable getCause() {
			return this;
		}

	}

}
