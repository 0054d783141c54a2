package io.natsevents.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Repeats something until it succeeds or time is up.
 */
final class BoundedWait {

	private static final long POLL_MILLIS = 50;

	private final Duration limit;

	private final long deadline;

	BoundedWait(Duration limit) {
		this.limit = limit;
		this.deadline = System.nanoTime() + limit.toNanos();
	}

	/**
	 * Pauses before the next attempt.
	 * @param failure what has not happened
	 * @param said what the servers said about it last
	 * @throws IllegalStateException if time is up or the thread is interrupted
	 */
	void next(String failure, List<String> said) {
		if (System.nanoTime() - this.deadline >= 0) {
			throw new IllegalStateException("%s within %s:%n- %s".formatted(failure, describe(this.limit),
					String.join("%n- ".formatted(), said)));
		}
		try {
			TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("%s before the thread was interrupted".formatted(failure), ex);
		}
	}

	private static String describe(Duration duration) {
		return (duration.toSeconds() > 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
