package io.natsevents.campaign.process;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLettersUnavailableException;
import io.natsevents.deadletter.RedriveOptions;
import io.natsevents.deadletter.RedriveResult;
import io.natsevents.deadletter.Redrives;

/**
 * Redrives dead letters one after the other, on a thread of its own.
 */
final class Redriving {

	private static final long PAUSE_MILLIS = 200;

	private static final long LIMIT_SECONDS = 30;

	private final Redrives redrives;

	Redriving(Redrives redrives) {
		this.redrives = redrives;
	}

	void begin(List<String> ids) {
		Thread thread = new Thread(() -> ids.forEach(this::redrive), "redriving");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Whoever died while it redrove one has a claim on it for a while.
	 */
	private void redrive(String id) {
		long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!isDone(id) && System.nanoTime() < limit) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
		}
	}

	private boolean isDone(String id) {
		try {
			RedriveResult result = this.redrives.redrive(DeadLetterId.parse(id), RedriveOptions.DEFAULT);
			return result.skipReason() != RedriveResult.SkipReason.CLAIMED;
		}
		catch (DeadLettersUnavailableException ex) {
			return false;
		}
	}

}
