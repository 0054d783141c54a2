package io.natsevents.connection;

import java.time.Duration;
import java.util.List;

/**
 * NATS could not be reached at start-up in the time allowed.
 */
public class ConnectionFailedException extends ConnectionUnavailableException {

	private final Duration waited;

	public ConnectionFailedException(List<String> servers, Duration waited, Throwable cause) {
		super(servers, "gave up after " + waited.toMillis() + " ms: " + cause.getMessage(), cause);
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
