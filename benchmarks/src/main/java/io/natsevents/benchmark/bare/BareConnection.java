package io.natsevents.benchmark.bare;

import java.io.IOException;
import java.time.Duration;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;

/**
 * Connects as somebody does who wants to be back soon after an outage, and always.
 */
public final class BareConnection {

	/** As much as ours waits. */
	private static final Duration RECONNECT_WAIT = Duration.ofMillis(250);

	private BareConnection() {
	}

	/**
	 * Connect.
	 * @param url URL of the server
	 * @return the connection, which the caller closes
	 * @throws IOException when the server cannot be reached
	 * @throws InterruptedException when interrupted
	 */
	public static Connection open(String url) throws IOException, InterruptedException {
		return Nats.connect(Options.builder()
			.server(url)
			.connectionName("bare")
			.maxReconnects(-1)
			.reconnectWait(RECONNECT_WAIT)
			.reconnectJitter(RECONNECT_WAIT)
			.build());
	}

}
