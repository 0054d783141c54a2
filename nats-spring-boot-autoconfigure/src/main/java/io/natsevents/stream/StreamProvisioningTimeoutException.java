package io.natsevents.stream;

import java.time.Duration;

/**
 * The server gave no usable answer for as long as provisioning may take.
 */
public class StreamProvisioningTimeoutException extends StreamProvisioningException {

	private final Duration timeout;

	private final int attempts;

	StreamProvisioningTimeoutException(Duration timeout, int attempts, Throwable cause) {
		super(null,
				"The declared streams could not be checked within " + Amounts.duration(timeout) + " and " + attempts
						+ " attempt(s); the last answer was: " + cause.getMessage(),
				"Check that a majority of the JetStream servers is running, or raise"
						+ " nats.jetstream.provisioning.timeout",
				cause);
		this.timeout = timeout;
		this.attempts = attempts;
	}

	/**
	 * Tell how long was allowed.
	 * @return the time allowed
	 */
	public Duration getTimeout() {
		return this.timeout;
	}

	/**
	 * Tell how often it was tried.
	 * @return the number of attempts
	 */
	public int getAttempts() {
		return this.attempts;
	}

}
