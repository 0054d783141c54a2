package io.natsevents.connection;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * NATS could not be reached at start-up in the time allowed.
 */
public class ConnectionFailedException extends ConnectionUnavailableException {

	private final Duration waited;

	public ConnectionFailedException(List<String> servers, Duration waited, @Nullable String lastError) {
		super(servers, "gave up after " + waited.toMillis() + " ms: " + lastError, null);
		this.waited = waited;
	}

	/**
	 * How long the application kept trying.
	 * @return the configured {@code nats.startup-timeout}
	 */
	public Duration getWaited() {
		return this.waited;
	}

}
