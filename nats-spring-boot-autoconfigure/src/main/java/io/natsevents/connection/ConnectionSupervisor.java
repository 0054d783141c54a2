package io.natsevents.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.Connection;
import io.nats.client.Nats;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Makes the connection at start-up, replaces it when the client has closed it for good,
 * and closes it after everything else has stopped.
 * <p>
 * The client reconnects by itself without end. It gives up all the same when a server
 * refuses it twice with the same authorization error; from there on the supervisor makes
 * new connections until one succeeds.
 */
public final class ConnectionSupervisor implements SmartLifecycle, AutoCloseable {

	/**
	 * Phase in which the connection is made: before anything else of ours.
	 */
	public static final int PHASE = Integer.MIN_VALUE + 1000;

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(ConnectionSupervisor.class);

	private final List<String> servers;

	private final ConnectionSettings settings;

	private final ConnectionOptionsFactory optionsFactory;

	private final ConnectionEvents events = new ConnectionEvents(this::onClosed);

	private final AtomicBoolean replacing = new AtomicBoolean();

	private final AtomicLong reconnectsBefore = new AtomicLong();

	private final CountDownLatch closing = new CountDownLatch(1);

	private volatile @Nullable Connection current;

	private volatile @Nullable String lastError;

	public ConnectionSupervisor(NatsConnectionDetails details, ConnectionSettings settings,
			ConnectionOptionsFactory optionsFactory) {
		this.servers = details.getServers().stream().map(ServerAddress::withoutCredentials).toList();
		this.settings = settings;
		this.optionsFactory = optionsFactory;
	}

	/**
	 * The connection as it is now.
	 * @return the client's current connection; it may be reconnecting
	 * @throws ConnectionUnavailableException before the first connect, and while a closed
	 * connection is being replaced
	 */
	public Connection current() {
		Connection connection = this.current;
		if (connection == null) {
			throw new ConnectionUnavailableException(this.servers, this.lastError, null);
		}
		return connection;
	}

	/**
	 * Whether messages can be sent now.
	 * @return {@code true} when connected, {@code false} while reconnecting or closed
	 */
	public boolean isConnected() {
		Connection connection = this.current;
		return connection != null && connection.getStatus() == Connection.Status.CONNECTED;
	}

	/**
	 * What is known of the connection, without asking the server and without waiting.
	 * @return a snapshot
	 */
	public ConnectionState state() {
		String error = (this.events.lastError() != null) ? this.events.lastError() : this.lastError;
		Connection connection = this.current;
		if (connection == null || connection.getStatus() != Connection.Status.CONNECTED) {
			return new ConnectionState(false, null, null, error, reconnects());
		}
		return new ConnectionState(true, ServerAddress.withoutCredentials(String.valueOf(connection.getConnectedUrl())),
				connection.getServerInfo().getVersion(), error, reconnects());
	}

	private long reconnects() {
		Connection connection = this.current;
		return this.reconnectsBefore.get() + ((connection != null) ? connection.getStatistics().getReconnects() : 0);
	}

	/**
	 * Register an observer.
	 * @param observer is told what becomes of the connection from now on
	 */
	public void addObserver(ConnectionObserver observer) {
		this.events.add(observer);
	}

	/**
	 * Remove an observer.
	 * @param observer is told nothing more
	 */
	public void removeObserver(ConnectionObserver observer) {
		this.events.remove(observer);
	}

	@Override
	public void start() {
		if (this.current != null) {
			return;
		}
		long deadline = System.nanoTime() + this.settings.startupTimeout().toNanos();
		while (!connect()) {
			if (System.nanoTime() - deadline >= 0) {
				throw new ConnectionFailedException(this.servers, this.settings.startupTimeout(),
						new IOException(this.lastError));
			}
			pause(this.settings.reconnectWait());
		}
	}

	private boolean connect() {
		try {
			Connection connection = Nats.connect(this.optionsFactory.create(this.events, this.events));
			this.current = connection;
			if (isClosed()) {
				close();
				return true;
			}
			this.events.ready(connection);
			return true;
		}
		catch (IOException ex) {
			this.lastError = ServerAddress.withoutCredentials(String.valueOf(ex.getMessage()));
			logger.debug("Cannot connect to NATS at " + this.servers, ex);
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ConnectionUnavailableException(this.servers, "interrupted while connecting", ex);
		}
	}

	private void pause(Duration duration) {
		try {
			this.closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ConnectionUnavailableException(this.servers, "interrupted while waiting to connect", ex);
		}
	}

	private void onClosed(Connection connection) {
		if (!isClosed() && connection == this.current && this.replacing.compareAndSet(false, true)) {
			this.reconnectsBefore.addAndGet(connection.getStatistics().getReconnects() + 1);
			this.lastError = this.events.lastError();
			this.current = null;
			logger.error("The NATS client has given up its connection (last error: " + this.lastError
					+ "); a new one is made as soon as the server accepts it");
			Thread thread = new Thread(this::replace, "jetstream-reconnect");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void replace() {
		try {
			Duration wait = this.settings.reconnectWait();
			while (!isClosed() && !connect()) {
				pause(wait);
				wait = (wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0) ? wait.multipliedBy(2) : LONGEST_PAUSE;
			}
		}
		finally {
			this.replacing.set(false);
		}
	}

	private boolean isClosed() {
		return this.closing.getCount() == 0;
	}

	/**
	 * Does nothing: beans that stop or are destroyed after this phase may still need the
	 * connection, so it stays until {@link #close()}.
	 */
	@Override
	public void stop() {
	}

	@Override
	public boolean isRunning() {
		return this.current != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void close() {
		this.closing.countDown();
		Connection connection = this.current;
		if (connection != null) {
			try {
				connection.close();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				logger.warn("Interrupted while closing the connection to NATS");
			}
		}
	}

}
