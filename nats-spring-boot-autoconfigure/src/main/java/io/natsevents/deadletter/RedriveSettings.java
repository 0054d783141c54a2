package io.natsevents.deadletter;

import java.time.Duration;

/**
 * How dead letters are redriven.
 *
 * @param application name of this application
 * @param timeout how long to wait for each answer of the server
 * @param claimTimeout for how long an event belongs to whoever redrives it, and how long
 * its handler is waited for
 * @param stackTraces whether the stack trace of a failure is kept
 * @param shutdownTimeout how long a running handler may take when the application stops
 */
public record RedriveSettings(String application, Duration timeout, Duration claimTimeout, boolean stackTraces,
		Duration shutdownTimeout) {

	public RedriveSettings {
		if (claimTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
			throw new IllegalArgumentException(
					"claim-timeout must be at least 1s but is " + claimTimeout.toMillis() + "ms");
		}
	}

}
