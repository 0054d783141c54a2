package io.natsevents.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tries the servers, round after round and on a thread of its own, until one of them
 * takes the connection or the time is over.
 */
final class ConnectLoop {

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(ConnectionSupervisor.class);

	private final Round round;

	private final ExponentialDelays pauses;

	private final @Nullable Duration limit;

	private final boolean starting;

	private final CompletableFuture<Boolean> firstRound = new CompletableFuture<>();

	private final CompletableFuture<Boolean> end = new CompletableFuture<>();

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final Thread thread;

	private boolean trying;

	private boolean refused;

	private @Nullable String lastFailure;

	/**
	 * Create a loop.
	 * @param round tries every server once
	 * @param pause the shortest time between two rounds
	 * @param limit how long to begin new rounds, or {@code null} for ever
	 * @param starting whether the first round comes at once, and ends the loop when it
	 * cannot even be tried
	 */
	ConnectLoop(Round round, Duration pause, @Nullable Duration limit, boolean starting) {
		this.round = round;
		this.pauses = new ExponentialDelays(pause, 2, (pause.compareTo(LONGEST_PAUSE) < 0) ? LONGEST_PAUSE : pause);
		this.limit = limit;
		this.starting = starting;
		this.thread = new Thread(this::run, "jetstream-connect");
		this.thread.setDaemon(true);
	}

	void begin() {
		this.thread.start();
	}

	/**
	 * Ends with the first round: whether it was successful, or exceptionally when what is
	 * configured makes any round fail.
	 */
	CompletableFuture<Boolean> firstRound() {
		return this.firstRound;
	}

	/**
	 * Ends with the loop: whether there is a connection.
	 */
	CompletableFuture<Boolean> end() {
		return this.end;
	}

	/**
	 * Begin no further round. One that waits for a silent server ends with its time-out.
	 */
	void cancel() {
		this.cancelled.countDown();
		this.thread.interrupt();
	}

	boolean isCancelled() {
		return this.cancelled.getCount() == 0;
	}

	private void run() {
		boolean connected = false;
		try {
			connected = connect();
		}
		catch (InterruptedException ex) {
			logger.debug("Interrupted while connecting to NATS");
		}
		catch (RuntimeException | Error ex) {
			this.firstRound.completeExceptionally(ex);
			this.end.completeExceptionally(ex);
		}
		finally {
			this.firstRound.complete(connected);
			this.end.complete(connected);
		}
	}

	/**
	 * The server being tried has refused the application. The client would wait for it
	 * until its time-out all the same (tried on jnats 2.26.2).
	 * @return whether this is the first time
	 */
	synchronized boolean refused() {
		if (this.trying) {
			this.thread.interrupt();
		}
		boolean first = !this.refused;
		this.refused = true;
		return first;
	}

	private boolean connect() throws InterruptedException {
		long begun = System.nanoTime();
		boolean connected = this.starting && tryServers();
		this.firstRound.complete(connected);
		for (int round = 1; !connected
				&& (this.limit == null || System.nanoTime() - begun < this.limit.toNanos()); round++) {
			if (this.cancelled.await(this.pauses.before(round).toMillis(), TimeUnit.MILLISECONDS)) {
				return false;
			}
			connected = connectOrLog();
		}
		return connected;
	}

	/**
	 * What was right in the first round and is not any more, such as a credentials file
	 * that is being written or the number of threads, may be right again in the next.
	 * Nobody would learn of the end of the loop.
	 */
	private boolean connectOrLog() throws InterruptedException {
		try {
			return tryServers();
		}
		catch (RuntimeException | Error ex) {
			String failure = ex.toString();
			if (!failure.equals(this.lastFailure)) {
				this.lastFailure = failure;
				logger.error("Cannot make a connection to NATS; trying again", ex);
			}
			return false;
		}
	}

	private boolean tryServers() throws InterruptedException {
		trying(true);
		try {
			return this.round.connect();
		}
		finally {
			trying(false);
		}
	}

	private synchronized void trying(boolean trying) {
		this.trying = trying;
		// What came too late for this attempt must not end the next
		Thread.interrupted();
	}

	/**
	 * Tries every server once.
	 */
	@FunctionalInterface
	interface Round {

		boolean connect() throws InterruptedException;

	}

}
