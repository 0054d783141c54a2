package io.natsevents.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Makes the connection when the application starts, replaces it when the client has
 * closed it for good, and closes it after everything else has stopped.
 * <p>
 * The client reconnects by itself without end, except when a server refuses the
 * application. Then, and should the client give up for another reason, the supervisor
 * makes new connections until one is taken.
 */
public final class ConnectionSupervisor implements SmartLifecycle, AutoCloseable {

	/**
	 * Phase in which the connection is made: before anything else of ours.
	 */
	public static final int PHASE = Integer.MIN_VALUE + 1000;

	private static final Log logger = LogFactory.getLog(ConnectionSupervisor.class);

	private final List<String> servers;

	private final ConnectionSettings settings;

	private final ConnectionOptionsFactory optionsFactory;

	private final FlushTurns flushTurns = new FlushTurns();

	private final ReplyPermission replies = new ReplyPermission(this.flushTurns);

	private final ConnectionEvents events = new ConnectionEvents(this::isCurrent, this::onClosed, this::onRefused,
			this.replies);

	private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();

	private volatile @Nullable ConnectLoop loop;

	private volatile @Nullable Connection refused;

	private volatile boolean started;

	private volatile boolean closed;

	public ConnectionSupervisor(NatsConnectionDetails details, ConnectionSettings settings,
			ConnectionOptionsFactory optionsFactory) {
		this.servers = ServerAddresses.withoutSecrets(details.getServers());
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
		Connection connection = this.current.get();
		if (connection == null) {
			throw new ConnectionUnavailableException(this.servers, this.events.lastError(), null);
		}
		return connection;
	}

	/**
	 * What the application does about a server that is not there when it starts.
	 * @return the configured policy
	 */
	public StartupFailurePolicy startupFailurePolicy() {
		return this.settings.startupFailurePolicy();
	}

	/**
	 * Whether messages can be sent now, and replies received.
	 * @return {@code true} when connected, {@code false} while reconnecting or closed, or
	 * while the user may not receive replies
	 */
	public boolean isConnected() {
		Connection connection = this.current.get();
		return connection != null && connection.getStatus() == Connection.Status.CONNECTED
				&& this.replies.denial() == null;
	}

	/**
	 * Whether the client is on its way from a server that shuts down to another, which
	 * takes a moment and is no outage.
	 * @return {@code true} from the end of the old connection to the new one, for 2
	 * seconds at most
	 */
	public boolean isMoving() {
		return this.events.isMoving();
	}

	/**
	 * What is known of the connection, without asking the server and without waiting.
	 * @return a snapshot
	 */
	public ConnectionState state() {
		String denial = this.replies.denial();
		if (denial != null) {
			return new ConnectionState(false, null, null, denial, this.events.reconnects());
		}
		Connection connection = this.current.get();
		String server = (connection != null && connection.getStatus() == Connection.Status.CONNECTED)
				? connection.getConnectedUrl() : null;
		if (connection == null || server == null) {
			return new ConnectionState(false, null, null, this.events.lastError(), this.events.reconnects());
		}
		return new ConnectionState(true, ServerAddresses.withoutSecrets(server),
				connection.getServerInfo().getVersion(), this.events.lastError(), this.events.reconnects());
	}

	/**
	 * Wait until the server has taken everything sent so far. To be used instead of
	 * {@link Connection#flush}, of which only few may happen at a time.
	 * @param limit how long to wait for a turn, and again for the server
	 * @throws TimeoutException when the server has not answered
	 * @throws InterruptedException when interrupted
	 * @throws ConnectionUnavailableException when there is no connection
	 */
	public void flush(Duration limit) throws TimeoutException, InterruptedException {
		this.flushTurns.flush(current(), limit);
	}

	/**
	 * End a subscription on the server; what had arrived can still be read. To be used
	 * instead of {@link Subscription#drain}, of which only few may happen at a time.
	 * @param subscription the subscription to end
	 * @param limit how long to wait for a turn, and again for the server
	 * @return completes when everything has been read, or the limit has passed
	 * @throws TimeoutException when no turn came
	 * @throws InterruptedException when interrupted
	 */
	public CompletableFuture<Boolean> drain(Subscription subscription, Duration limit)
			throws TimeoutException, InterruptedException {
		return this.flushTurns.drain(subscription, limit);
	}

	/**
	 * Why there is no connection.
	 * @return one line with the servers and the last error
	 */
	public String describeOutage() {
		String denial = this.replies.denial();
		return ConnectionUnavailableException.describe(this.servers,
				(denial != null) ? denial : this.events.lastError());
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

	/**
	 * Connect, as {@link ConnectionSettings#startupFailurePolicy} says.
	 * @throws ConnectionFailedException when NATS cannot be reached and the policy is to
	 * fail then
	 * @throws ConnectionUnavailableException when interrupted, or closed meanwhile
	 * @throws IllegalStateException when the credentials cannot be read
	 */
	@Override
	public void start() {
		if (this.started) {
			return;
		}
		ConnectionStart starting = new ConnectionStart(this.servers, this.settings, this.events);
		starting.await(begin(starting.limit(), true));
		this.started = true;
	}

	private ConnectLoop begin(@Nullable Duration limit, boolean strict) {
		ConnectLoop begun = new ConnectLoop(this::connect, this.settings.reconnectWait(), limit, strict);
		this.loop = begun;
		if (this.closed) {
			begun.cancel();
		}
		begun.begin();
		return begun;
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
	 * Does nothing: beans that stop or are destroyed after this phase may still need the
	 * connection, so it stays until {@link #close()}.
	 */
	@Override
	public void stop() {
	}

	@Override
	public boolean isRunning() {
		return this.started;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void close() {
		this.closed = true;
		ConnectLoop connecting = this.loop;
		if (connecting != null) {
			connecting.cancel();
		}
		this.replies.close();
		Connection connection = this.current.get();
		if (connection != null) {
			ConnectionEnd.of(connection);
		}
	}

}
