package io.natsevents.stream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts the declared streams in place while the application is running already, and never
 * gives up: as soon as there is a connection, again and again while the server is not
 * ready, and slowly, or with every new connection, while it refuses.
 */
final class StreamCatchUp implements Runnable, ConnectionObserver {

	private static final Log logger = LogFactory.getLog(StreamStartup.class);

	/** Somebody has to change something first. */
	private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(5);

	private final Attempt attempt;

	private final ConnectionSupervisor connection;

	private final Consumer<DeclaredStreams> done;

	private final CompletableFuture<Boolean> tried = new CompletableFuture<>();

	private volatile String problem = "not checked yet";

	private volatile Set<String> partitionedOtherwise = Set.of();

	private @Nullable String reported;

	private int failures;

	private boolean connectedAnew;

	private boolean stopped;

	/**
	 * Create the work.
	 * @param attempt checks the streams once
	 * @param connection says when there is a server to ask
	 * @param done takes the streams when they are in place
	 */
	StreamCatchUp(Attempt attempt, ConnectionSupervisor connection, Consumer<DeclaredStreams> done) {
		this.attempt = attempt;
		this.connection = connection;
		this.done = done;
	}

	/**
	 * What is in the way.
	 */
	String problem() {
		return this.problem;
	}

	/**
	 * Streams that are divided into other partitions than declared, as the server said
	 * last.
	 */
	Set<String> partitionedOtherwise() {
		return this.partitionedOtherwise;
	}

	/**
	 * Ends with the first attempt: whether the streams are in place.
	 */
	CompletableFuture<Boolean> tried() {
		return this.tried;
	}

	@Override
	public void run() {
		this.connection.addObserver(this);
		try {
			while (!isStopped()) {
				Duration pause = attempt();
				this.tried.complete(pause == null);
				if (pause == null) {
					return;
				}
				await(pause);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.connection.removeObserver(this);
			this.tried.complete(false);
		}
	}

	/**
	 * Check the streams, if there is a server to ask.
	 * @return how long to wait before the next time, or {@code null} when they are in
	 * place
	 */
	private @Nullable Duration attempt() {
		if (!this.connection.isConnected()) {
			this.problem = this.connection.describeOutage();
			return RetryWindow.PAUSES.longest();
		}
		try {
			this.done.accept(this.attempt.run());
			return null;
		}
		catch (TransientFailure ex) {
			notYet(ex);
			this.failures++;
			return RetryWindow.PAUSES.before(this.failures);
		}
		catch (RuntimeException ex) {
			refused(ex);
			return PAUSE_AFTER_REFUSAL;
		}
	}

	private void notYet(TransientFailure failure) {
		String message = String.valueOf(failure.getMessage());
		if (!message.equals(this.problem) && !isStopped()) {
			logger.info("Streams are not in place yet (" + message + "); trying again until they are");
		}
		this.problem = message;
	}

	private void refused(RuntimeException failure) {
		String message = (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
		this.problem = message;
		this.partitionedOtherwise = PartitionRules.differing(failure);
		if (!message.equals(this.reported) && !isStopped()) {
			this.reported = message;
			logger.error("Streams cannot be put in place: " + message + ". Trying again, in case that changes");
		}
	}

	@Override
	public synchronized void connectionReady() {
		this.connectedAnew = true;
		notifyAll();
	}

	synchronized void stop() {
		this.stopped = true;
		notifyAll();
	}

	private synchronized boolean isStopped() {
		return this.stopped;
	}

	private synchronized void await(Duration limit) throws InterruptedException {
		long end = System.nanoTime() + limit.toNanos();
		long left = limit.toNanos();
		while (!this.stopped && !this.connectedAnew && left > 0) {
			wait(Math.max(1, left / 1_000_000));
			left = end - System.nanoTime();
		}
		if (this.connectedAnew) {
			this.connectedAnew = false;
			this.failures = 0;
		}
	}

	/**
	 * Checks the streams once.
	 */
	@FunctionalInterface
	interface Attempt {

		DeclaredStreams run() throws TransientFailure;

	}

}
