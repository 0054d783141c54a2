package io.natsevents.connection;

import io.nats.client.Options;

/**
 * Changes the client's options after the application's settings have been applied.
 * <p>
 * It is called each time a client is made: at start-up, and again should the client have
 * closed its connection for good. The connection listener and the error listener are set
 * afterwards and cannot be replaced; declare a {@link ConnectionObserver} instead.
 */
@FunctionalInterface
public interface NatsOptionsCustomizer {

	/**
	 * Change the options.
	 * @param options options of the connection about to be made
	 */
	void customize(Options.Builder options);

}
