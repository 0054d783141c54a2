package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HandlingTurns} and {@link OnlyTurn}.
 */
@Timeout(20)
class HandlingTurnsTests {

	private static final Duration LONG = Duration.ofSeconds(15);

	private static final Duration SHORT = Duration.ofMillis(30);

	private final AtomicLong now = new AtomicLong();

	private final HandlingTurns turns = new HandlingTurns(this.now::get);

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final AtomicInteger overdue = new AtomicInteger();

	@AfterEach
	void close() {
		this.scheduler.shutdownNow();
	}

	@Test
	void handlersRunSideBySide() {
		long first = this.turns.share();
		long second = this.turns.share();
		assertThat(this.turns.shared()).isEqualTo(2);
		this.turns.endShared(first);
		this.turns.endShared(second);
		assertThat(this.turns.shared()).isZero();
	}

	@Test
	void loneRunWhoseRecordCannotBeRemovedLetsTheOthersGoOn() {
		OnlyTurn turn = takeOnly(SHORT, LONG);
		LoneRun run = new LoneRun(turn, () -> {
			throw new IllegalStateException("no");
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(run::end);
		assertThat(takeOnly(SHORT, LONG)).isNotNull();
	}

	@Test
	void theOnlyTurnWaitsForTheOthersAndTheOthersForIt() throws Exception {
		long other = this.turns.share();
		CompletableFuture<OnlyTurn> only = CompletableFuture.supplyAsync(() -> takeOnly(LONG, LONG));
		await().during(SHORT).until(() -> !only.isDone());
		CompletableFuture<Long> behind = CompletableFuture.supplyAsync(this.turns::share);
		await().during(SHORT).until(() -> !only.isDone() && !behind.isDone());
		this.turns.endShared(other);
		OnlyTurn turn = only.get();
		assertThat(behind).isNotDone();
		turn.end();
		turn.end();
		this.turns.endShared(behind.get());
		assertThat(this.overdue).hasValue(0);
	}

	@Test
	void whoWaitsTooLongLetsTheOthersGoOnAndPauses() {
		long hanging = this.turns.share();
		assertThat(takeOnly(SHORT, LONG)).isNull();
		this.turns.endShared(this.turns.share());
		this.turns.endShared(hanging);
		assertThat(this.turns.pause()).isEqualTo(SHORT);
		assertThat(takeOnly(SHORT, LONG)).isNull();
		this.now.addAndGet(SHORT.toNanos());
		takeOnly(SHORT, LONG).end();
	}

	@Test
	void aTurnThatLastsTooLongIsEnded() {
		OnlyTurn hanging = takeOnly(LONG, SHORT);
		this.turns.endShared(this.turns.share());
		await().until(() -> this.overdue.get() == 1);
		hanging.end();
		OnlyTurn next = takeOnly(LONG, LONG);
		hanging.end();
		assertThat(takeOnly(SHORT, LONG)).isNull();
		next.end();
	}

	@Test
	void aThreadThatIsInterruptedGetsItsTurnAndStaysInterrupted() {
		Thread.currentThread().interrupt();
		this.turns.endShared(this.turns.share());
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void aTurnThatNothingWouldEndIsNotTaken() {
		this.scheduler.shutdownNow();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> takeOnly(LONG, LONG));
		this.turns.endShared(this.turns.share());
	}

	private OnlyTurn takeOnly(Duration wait, Duration limit) {
		try {
			return this.turns.takeOnly(wait, limit, this.scheduler, this.overdue::incrementAndGet);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
