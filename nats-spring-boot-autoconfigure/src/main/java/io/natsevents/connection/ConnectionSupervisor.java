package io.natsevents.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.nats.client.Subscription;

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

	private final List<String> servers;

	private final ConnectionSettings settings;

	private final FlushTurns flushTurns = new FlushTurns();

	private final ReplyPermission replies = new ReplyPermission(this.flushTurns);

	private final ConnectionHolder holder;

	private final ConnectionEvents events;

	/**
	 * Create a supervisor.
	 * @param details names the servers
	 * @param settings how to connect
	 * @param optionsFactory makes the client's options, reading the credentials again
	 * each time
	 */
	public ConnectionSupervisor(NatsConnectionDetails details, ConnectionSettings settings,
			ConnectionOptionsFactory optionsFactory) {
		this.servers = ServerAddresses.withoutSecrets(details.getServers());
		this.settings = settings;
		this.holder = new ConnectionHolder(optionsFactory, settings.reconnectWait(), this.replies);
		this.events = this.holder.events();
	}

	/**
	 * The connection as it is now.
	 * @return the client's current connection; it may be reconnecting
	 * @throws ConnectionUnavailableException before the first connect, and while a closed
	 * connection is being replaced
	 */
	public Connection current() {
		Connection connection = this.holder.get();
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
		Connection connection = this.holder.get();
		return connection != null && connection.getStatus() == Connection.Status.CONNECTED
				&& this.replies.denial() == null;
	}

	/**
	 * What is known of the connection, without asking the server and without waiting.
	 * @return a snapshot
	 */
	public ConnectionState state() {
		String denial = this.replies.denial();
		if (denial != null) {
			return new ConnectionState(false, null, null, denial, this.events.reconnects(), false);
		}
		// Asked before the status, which the client changes before it tells of it
		boolean moving = this.events.isMoving();
		Connection connection = this.holder.get();
		String server = (connection != null && connection.getStatus() == Connection.Status.CONNECTED)
				? connection.getConnectedUrl() : null;
		if (connection == null || server == null) {
			return new ConnectionState(false, null, null, this.events.lastError(), this.events.reconnects(), moving);
		}
		return new ConnectionState(true, ServerAddresses.withoutSecrets(server),
				connection.getServerInfo().getVersion(), this.events.lastError(), this.events.reconnects(), false);
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
		if (this.holder.isStarted()) {
			return;
		}
		ConnectionStart starting = new ConnectionStart(this.servers, this.settings, this.events);
		starting.await(this.holder.begin(starting.limit(), true));
		this.holder.started();
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
		return this.holder.isStarted();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void close() {
		this.replies.close();
		this.holder.close();
	}

}
