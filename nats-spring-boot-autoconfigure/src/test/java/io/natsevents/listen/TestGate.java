package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.natsevents.deadletter.DeadLetterParking;

/**
 * Lets no event run alone.
 */
final class TestGate {

	private static final ScheduledExecutorService CLOSED = Executors.newSingleThreadScheduledExecutor();

	static {
		CLOSED.shutdown();
	}

	private TestGate() {
	}

	static LoneRunGate of(DeadLetterParking parking) {
		return new LoneRunGate(new HandlingTurns(), parking.trials(), CLOSED, Duration.ofSeconds(1));
	}

}
