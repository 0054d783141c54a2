package io.natsevents.connection;

import io.nats.client.Connection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Closes a connection for good.
 */
final class ConnectionEnd {

	private static final Log logger = LogFactory.getLog(ConnectionSupervisor.class);

	private ConnectionEnd() {
	}

	static void of(Connection connection) {
		try {
			connection.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			logger.warn("Interrupted while closing the connection to NATS");
		}
	}

	/**
	 * Close a connection from its own callback thread, for which closing waits.
	 */
	static void inBackground(Connection connection) {
		Thread thread = new Thread(() -> of(connection), "jetstream-discard");
		thread.setDaemon(true);
		thread.start();
	}

}
