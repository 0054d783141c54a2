package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.natsevents.deadletter.DeadLetterParking;

/**
 * Lets no event run alone.
 */
final class TestGate {

	private static final ScheduledExecutorService CLOSED = Executors.newSingleThreadScheduledExecutor();

	private static final ScheduledThreadPoolExecutor OPEN = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "test-gate");
		thread.setDaemon(true);
		return thread;
	});

	static {
		CLOSED.shutdown();
		OPEN.setRemoveOnCancelPolicy(true);
	}

	private TestGate() {
	}

	/**
	 * The only turn there is, for a minute.
	 */
	static OnlyTurn turn() {
		return new OnlyTurn(() -> {
		}, Duration.ofMinutes(1), OPEN, () -> {
		});
	}

	static ScheduledExecutorService scheduler() {
		return OPEN;
	}

	static LoneRunGate of(DeadLetterParking parking) {
		return new LoneRunGate(new HandlingTurns(), parking.trials(), CLOSED, Duration.ofSeconds(1));
	}

}
