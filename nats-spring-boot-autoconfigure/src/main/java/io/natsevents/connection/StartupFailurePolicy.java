package io.natsevents.connection;

/**
 * What an application does that starts while NATS is not there.
 */
public enum StartupFailurePolicy {

	/**
	 * Keep trying until {@code nats.startup-timeout} has passed, then fail the start.
	 */
	RETRY,

	/**
	 * Try every server once, then fail the start.
	 */
	STOP,

	/**
	 * Start without it and go on trying. Streams, consumers and listeners follow when it
	 * is there; health is down until then.
	 */
	CONTINUE

}
