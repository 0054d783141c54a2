package io.natsevents.replay;

import java.time.Duration;

/**
 * How replays are run.
 *
 * @param timeout how long to wait for each of the server's answers
 * @param takeOverAfter after how long without a sign of life of the instance that runs it
 * another one goes on with a replay
 */
public record ReplaySettings(Duration timeout, Duration takeOverAfter) {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	public ReplaySettings {
		if (takeOverAfter.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException("take-over-after must be at least 1s but is " + takeOverAfter);
		}
	}

	/** How often an instance gives a sign of life. */
	Duration renewEvery() {
		return this.takeOverAfter.dividedBy(3);
	}

	/** How often replays are looked for that nobody runs. */
	Duration lookEvery() {
		return this.takeOverAfter.dividedBy(2);
	}

}
