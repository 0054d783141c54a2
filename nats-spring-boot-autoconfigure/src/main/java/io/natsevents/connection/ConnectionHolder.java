package io.natsevents.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.Nats;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Holds the connection that counts: makes it, and replaces it when a server refuses it or
 * the client has given it up.
 */
final class ConnectionHolder {

	private static final Log logger = LogFactory.getLog(ConnectionSupervisor.class);

	private final ConnectionOptionsFactory optionsFactory;

	private final Duration reconnectWait;

	private final ConnectionEvents events;

	private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();

	private volatile @Nullable ConnectLoop loop;

	private volatile @Nullable Connection refused;

	private volatile boolean started;

	private volatile boolean closed;

	/**
	 * Create a holder.
	 * @param optionsFactory makes the client's options, reading the credentials again
	 * each time
	 * @param reconnectWait the shortest time between two rounds over the servers
	 * @param replies is told what becomes of the connection
	 */
	ConnectionHolder(ConnectionOptionsFactory optionsFactory, Duration reconnectWait, ReplyPermission replies) {
		this.optionsFactory = optionsFactory;
		this.reconnectWait = reconnectWait;
		this.events = new ConnectionEvents(this::isCurrent, this::onClosed, this::onRefused, replies);
	}

	ConnectionEvents events() {
		return this.events;
	}

	/**
	 * The connection that counts.
	 * @return the connection, or {@code null} when there is none yet, or none any more
	 */
	@Nullable Connection get() {
		return this.current.get();
	}

	/**
	 * Connect, on a thread of its own.
	 * @param limit how long to begin new rounds over the servers, or {@code null} for
	 * ever
	 * @param starting whether the first round comes at once, and ends the attempt when it
	 * cannot even be tried
	 */
	ConnectLoop begin(@Nullable Duration limit, boolean starting) {
		ConnectLoop begun = new ConnectLoop(this::connect, this.reconnectWait, limit, starting);
		this.loop = begun;
		if (this.closed) {
			begun.cancel();
		}
		begun.begin();
		return begun;
	}

	/**
	 * The application has started; what happens from now on nobody waits for.
	 */
	void started() {
		this.started = true;
	}

	boolean isStarted() {
		return this.started;
	}

	private boolean connect() throws InterruptedException {
		if (this.closed) {
			return false;
		}
		try {
			Connection connection = Nats.connect(this.optionsFactory.create(this.events, this.events));
			this.current.set(connection);
			if (this.closed) {
				close();
				return false;
			}
			if (this.refused == connection && this.current.compareAndSet(connection, null)) {
				ConnectionEnd.of(connection);
				return false;
			}
			if (!isCurrent(connection)) {
				// Refused in this very moment, and being replaced
				return true;
			}
			this.events.ready(connection);
			if (connection.getStatus() == Connection.Status.CLOSED) {
				onClosed(connection);
			}
			return true;
		}
		catch (IOException ex) {
			// Its message holds the addresses with their secrets, and no reason
			logger.debug("Cannot connect to NATS: " + ServerAddresses.withoutSecrets(String.valueOf(ex.getMessage())));
			return false;
		}
		catch (RuntimeException ex) {
			this.events.cannotTry(ex);
			throw ex;
		}
	}

	private boolean isCurrent(Connection connection) {
		return this.current.get() == connection;
	}

	/**
	 * Left alone, the client would wait for its time-out, try once more, and give up; and
	 * where a server takes it for a moment all the same, such as in the second in which
	 * its credentials expire, it may end up connected without being so (tried on jnats
	 * 2.26.2). A new connection reads the credentials again.
	 */
	private void onRefused(Connection connection, String error) {
		this.refused = connection;
		ConnectLoop connecting = this.loop;
		if (!this.closed && this.current.compareAndSet(connection, null)) {
			this.events.lost();
			logger.info("Making a new connection to NATS after: " + error);
			ConnectionEnd.inBackground(connection);
			begin(null, false);
		}
		else if (connecting != null && connection.getStatus() == Connection.Status.CONNECTING && connecting.refused()
				&& this.started) {
			logger.error("NATS does not take this application (" + error + "); trying again until it does");
		}
	}

	private void onClosed(Connection connection) {
		if (!this.closed && this.current.compareAndSet(connection, null)) {
			this.events.lost();
			logger.error("The NATS client has given up its connection (last error: " + this.events.lastError()
					+ "); a new one is made as soon as the server accepts it");
			begin(null, false);
		}
	}

	/**
	 * Close the connection and make no other.
	 */
	void close() {
		this.closed = true;
		ConnectLoop connecting = this.loop;
		if (connecting != null) {
			connecting.cancel();
		}
		Connection connection = this.current.get();
		if (connection != null) {
			ConnectionEnd.of(connection);
		}
	}

}
