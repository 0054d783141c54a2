package io.natsevents.connection;

/**
 * Is told what becomes of the connection.
 * <p>
 * Methods are called on the client's one callback thread, or on the one that connects: an
 * observer that blocks there delays every other. It hands work over and returns.
 */
public interface ConnectionObserver {

	/**
	 * The connection is usable: for the first time, or again after it was lost, with all
	 * subscriptions known to the server.
	 */
	default void connectionReady() {
	}

	/**
	 * The connection was lost. The client is reconnecting.
	 */
	default void connectionLost() {
	}

	/**
	 * The server reported an error, such as a permission that is missing.
	 * @param error the server's own words
	 */
	default void serverReportedError(String error) {
	}

}
