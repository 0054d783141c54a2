package io.natsevents.connection;

import java.time.Duration;

/**
 * How this application holds its connection.
 *
 * @param name name of the connection, shown by the server's monitoring
 * @param inboxPrefix first part of the subjects on which replies arrive
 * @param connectTimeout how long one attempt to connect may last
 * @param startupFailurePolicy what to do when NATS is not there at start-up
 * @param startupTimeout how long to keep trying at start-up before giving up, under
 * {@link StartupFailurePolicy#RETRY}
 * @param reconnectWait pause between attempts to reconnect; a random part of the same
 * length at most is added
 * @param pingInterval how often a silent server is asked whether it is still there
 * @param verifyHostname whether a TLS certificate must be for the host connected to
 */
public record ConnectionSettings(String name, String inboxPrefix, Duration connectTimeout,
		StartupFailurePolicy startupFailurePolicy, Duration startupTimeout, Duration reconnectWait,
		Duration pingInterval, boolean verifyHostname) {

	public ConnectionSettings {
		requirePositive("connect-timeout", connectTimeout);
		requirePositive("ping-interval", pingInterval);
		// Without a random part the client's thread that reconnects ends with an
		// exception
		requirePositive("reconnect-wait", reconnectWait);
		requireNotNegative("startup-timeout", startupTimeout);
	}

	private static void requirePositive(String setting, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(setting + " must be more than 0 but is " + value);
		}
	}

	private static void requireNotNegative(String setting, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException(setting + " must not be negative but is " + value);
		}
	}

}
