package io.natsevents.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs what the client reports and passes it on to the observers.
 */
final class ConnectionEvents implements ConnectionListener, ErrorListener {

	private static final Log logger = LogFactory.getLog(ConnectionEvents.class);

	/**
	 * Another server is tried at once; if none takes us in this time, it is an outage.
	 */
	private static final Duration LONGEST_MOVE = Duration.ofSeconds(2);

	/** What the client, too, takes for good reasons to give up. */
	private static final Pattern REFUSAL = Pattern
		.compile("authorization violation|^user authentication|^account authentication", Pattern.CASE_INSENSITIVE);

	private static final long NOT_MOVING = Long.MIN_VALUE;

	private final List<ConnectionObserver> observers = new CopyOnWriteArrayList<>();

	private final Predicate<Connection> current;

	private final Consumer<Connection> closed;

	private final BiConsumer<Connection, String> refused;

	private final ReplyPermission replies;

	private final ReportedErrors reported = new ReportedErrors(System::nanoTime);

	private final AtomicLong reconnects = new AtomicLong();

	private volatile boolean wasReady;

	private volatile boolean lost;

	private volatile @Nullable String lastError;

	private volatile boolean serverSpoke;

	private volatile @Nullable String leaving;

	private volatile long movingSince = NOT_MOVING;

	/**
	 * Create the listeners of a connection.
	 * @param current tells the connection that counts from those being given up
	 * @param closed is told of a connection that the client has closed
	 * @param refused is told of a connection that a server does not take, or not any more
	 * @param replies is told of errors a server reports
	 */
	ConnectionEvents(Predicate<Connection> current, Consumer<Connection> closed, BiConsumer<Connection, String> refused,
			ReplyPermission replies) {
		this.current = current;
		this.closed = closed;
		this.refused = refused;
		this.replies = replies;
	}

	void add(ConnectionObserver observer) {
		this.observers.add(observer);
	}

	void remove(ConnectionObserver observer) {
		this.observers.remove(observer);
	}

	@Nullable String lastError() {
		return this.lastError;
	}

	/**
	 * How often the connection came back.
	 */
	long reconnects() {
		return this.reconnects.get();
	}

	/**
	 * The first connection, or one that replaces a closed one, is usable.
	 */
	void ready(Connection connection) {
		logger.info("Connected to NATS at " + addressOf(connection));
		warnOfOldServer(connection);
		if (this.lost || this.movingSince != NOT_MOVING) {
			this.reconnects.incrementAndGet();
		}
		this.wasReady = true;
		this.lost = false;
		// The announcement of one that is about to shut down may have come with its first
		// word
		this.leaving = connection.getServerInfo().isLameDuckMode() ? addressOf(connection) : null;
		this.movingSince = NOT_MOVING;
		this.replies.connectionReady();
		tell(ConnectionObserver::connectionReady);
	}

	@Override
	@SuppressWarnings("deprecation") // the only abstract method of the interface
	public void connectionEvent(Connection connection, Events event) {
		this.serverSpoke = false;
		switch (event) {
			case DISCONNECTED -> lost();
			case RESUBSCRIBED -> resubscribed(connection);
			case CLOSED -> this.closed.accept(connection);
			case LAME_DUCK -> leaving(connection);
			default -> logger.debug("NATS " + event.getEvent());
		}
	}

	private void resubscribed(Connection connection) {
		if (this.current.test(connection)) {
			ready(connection);
		}
	}

	private static void warnOfOldServer(Connection connection) {
		String version = connection.getServerInfo().getVersion();
		if (version != null && new ServerVersion(version)
			.isOlderThan(new ServerVersion(ConnectionState.OLDEST_RECOMMENDED_SERVER))) {
			logger.warn("nats-server " + version + " is older than " + ConnectionState.OLDEST_RECOMMENDED_SERVER
					+ "; older ones can lose whole streams when they are killed. Upgrade it");
		}
	}

	private static String addressOf(Connection connection) {
		return ServerAddresses.withoutSecrets(String.valueOf(connection.getConnectedUrl()));
	}

	private void leaving(Connection connection) {
		String server = addressOf(connection);
		if (this.current.test(connection) && !server.equals(this.leaving)) {
			this.leaving = server;
			logger
				.info("NATS server " + server + " is about to shut down; the client moves to another if there is one");
		}
	}

	/**
	 * The connection is not usable any more. The client reports every failed attempt to
	 * reconnect in the same way; only the first is news. The end of a connection that the
	 * server had announced is an outage only if no other server takes it over.
	 */
	void lost() {
		if (!this.wasReady || this.lost || isInTimeToMove(this.movingSince)) {
			return;
		}
		if (this.leaving != null && this.movingSince == NOT_MOVING) {
			this.movingSince = System.nanoTime();
			logger.info("NATS server " + this.leaving + " has ended the connection; moving to another");
			return;
		}
		this.lost = true;
		logger.warn("Connection to NATS lost; reconnecting until it is back"
				+ ((this.lastError != null) ? " (last error: " + this.lastError + ")" : ""));
		tell(ConnectionObserver::connectionLost);
	}

	/**
	 * Whether the end of the connection, should it be there already, was announced by the
	 * server and another is being tried.
	 */
	boolean isMoving() {
		long since = this.movingSince;
		return this.wasReady && !this.lost && ((since == NOT_MOVING) ? this.leaving != null : isInTimeToMove(since));
	}

	private static boolean isInTimeToMove(long since) {
		return since != NOT_MOVING && System.nanoTime() - since < LONGEST_MOVE.toNanos();
	}

	/**
	 * A connection could not even be tried.
	 */
	void cannotTry(RuntimeException exception) {
		this.lastError = describe(exception);
	}

	@Override
	public void errorOccurred(Connection connection, String error) {
		this.lastError = error;
		this.serverSpoke = true;
		this.replies.serverReportedError(connection, error);
		if (this.reported.isNews(error)) {
			logger.warn("NATS server reports: " + error);
		}
		else {
			logger.debug("NATS server reports again: " + error);
		}
		if (REFUSAL.matcher(error).find()) {
			this.refused.accept(connection, error);
		}
		tell((observer) -> observer.serverReportedError(error));
	}

	@Override
	public void exceptionOccurred(Connection connection, Exception exception) {
		logger.debug("NATS client reports an exception", exception);
		// After a refusal comes a mere time-out, which must not hide the server's words
		if (!this.serverSpoke) {
			this.lastError = describe(exception);
		}
	}

	private static String describe(Exception exception) {
		Throwable root = exception;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String name = root.getClass().getSimpleName();
		return ServerAddresses.withoutSecrets((root.getMessage() != null) ? name + ": " + root.getMessage() : name);
	}

	private void tell(Consumer<ConnectionObserver> event) {
		for (ConnectionObserver observer : this.observers) {
			try {
				event.accept(observer);
			}
			catch (RuntimeException ex) {
				logger.error("Observer " + observer.getClass().getName() + " of the NATS connection failed", ex);
			}
		}
	}

}
