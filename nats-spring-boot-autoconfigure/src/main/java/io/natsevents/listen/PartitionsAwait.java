package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.listen.ListenerState.Phase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Asks for the number of partitions until the server tells it, while the application
 * runs.
 */
final class PartitionsAwait {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private static final long STOP_MILLIS = 2000;

	private static final Duration WITHOUT_CONNECTION = Duration.ofMillis(100);

	private final String listenerId;

	private final ConnectionSupervisor connection;

	private final PartitionCount count;

	private final ListenerStatus status;

	private final IntConsumer known;

	private final Thread thread;

	private volatile boolean stopped;

	/**
	 * Create the wait.
	 * @param listener whose partitions are awaited
	 * @param count asks for the number
	 * @param status is told how it goes
	 * @param known is told the number
	 */
	PartitionsAwait(RegisteredListener listener, PartitionCount count, ListenerStatus status, IntConsumer known) {
		this.listenerId = listener.id();
		this.connection = listener.dependencies().connection();
		this.count = count;
		this.status = status;
		this.known = known;
		this.thread = new Thread(this::run, "jetstream-" + listener.id());
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Wait no more, and return when the thread has ended.
	 */
	void stop() {
		this.stopped = true;
		// It may be waiting for a server that does not answer
		this.thread.interrupt();
		try {
			this.thread.join(STOP_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		int failures = 0;
		while (!this.stopped && !ask()) {
			Duration pause = this.connection.isConnected() ? PullLoop.PAUSES_WITHOUT_STREAM.before(++failures)
					: WITHOUT_CONNECTION;
			LockSupport.parkNanos(this, pause.toNanos());
		}
	}

	private boolean ask() {
		if (!this.connection.isConnected()) {
			return false;
		}
		try {
			this.known.accept(this.count.require());
			return true;
		}
		catch (MissingStreamException ex) {
			become(Phase.WAITING_FOR_STREAM, ex);
		}
		catch (ConnectionUnavailableException ex) {
			become(Phase.WAITING_FOR_CONNECTION, ex);
		}
		catch (IOException | JetStreamApiException | RuntimeException ex) {
			become(Phase.RECOVERING, ex);
		}
		return false;
	}

	private void become(Phase phase, Exception reason) {
		logger.debug("Listener " + this.listenerId + " asks again for the number of its partitions", reason);
		if (!this.stopped) {
			this.status.become(phase, (reason.getMessage() != null) ? reason.getMessage() : reason.toString());
		}
	}

}
