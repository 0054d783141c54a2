package io.natsevents.connection;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * NATS could not be reached at start-up, in the time or the attempt allowed.
 */
public class ConnectionFailedException extends ConnectionUnavailableException {

	private final Duration waited;

	public ConnectionFailedException(List<String> servers, Duration waited, @Nullable String lastError) {
		super(servers, "gave up after " + waited.toMillis() + " ms: " + lastError, null);
		this.waited = waited;
	}

	/**
	 * How long the application kept trying.
	 * @return the configured {@code nats.startup-timeout}, or the time one attempt took
	 * when there was to be no other
	 */
	public Duration getWaited() {
		return this.waited;
	}

}
