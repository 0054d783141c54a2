package io.natsevents.listen;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Starts workers when something has become ready, at once or later, and again when they
 * got no thread.
 */
final class WorkerStarter {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private static final Duration NO_THREAD_DELAY = Duration.ofSeconds(1);

	private final Set<Future<?>> timers = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean awaitsThread = new AtomicBoolean();

	private final String listenerId;

	private final WorkerPool pool;

	private final IntSupplier ready;

	private final ScheduledExecutorService scheduler;

	private final Executor elsewhere;

	/**
	 * Create a starter.
	 * @param listenerId the listener
	 * @param pool the workers
	 * @param ready how much is ready to be worked on
	 * @param scheduler tells when; is never blocked
	 * @param elsewhere starts workers when the present thread may not run them
	 */
	WorkerStarter(String listenerId, WorkerPool pool, IntSupplier ready, ScheduledExecutorService scheduler,
			Executor elsewhere) {
		this.listenerId = listenerId;
		this.pool = pool;
		this.ready = ready;
		this.scheduler = scheduler;
		this.elsewhere = elsewhere;
	}

	/**
	 * Start a worker now. It may run on this thread.
	 */
	void start() {
		if (!this.pool.startOne() && this.awaitsThread.compareAndSet(false, true)) {
			logger.warn("Listener " + this.listenerId + " gets no thread to handle its events; it is tried again in "
					+ NO_THREAD_DELAY.toMillis() + " ms");
			later(() -> runElsewhere(this::startAgain), NO_THREAD_DELAY.toNanos());
		}
	}

	/**
	 * Start a worker, which does not run on this thread in any case.
	 */
	void startElsewhere() {
		runElsewhere(this::start);
	}

	private void startAgain() {
		this.awaitsThread.set(false);
		for (int left = this.ready.getAsInt(); left > 0; left--) {
			start();
		}
	}

	private void runElsewhere(Runnable start) {
		try {
			this.elsewhere.execute(start);
		}
		catch (RejectedExecutionException ex) {
			// The application ends; what is ready is given back
			logger.debug("Listener " + this.listenerId + " cannot go on", ex);
		}
	}

	/**
	 * Do something later, which must not take long.
	 */
	void later(Runnable task, long nanos) {
		this.timers.removeIf(Future::isDone);
		try {
			this.timers.add(this.scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS));
		}
		catch (RejectedExecutionException ex) {
			// The application ends; what rests is given back
			logger.debug("Listener " + this.listenerId + " cannot try again", ex);
		}
	}

	/**
	 * Forget what was to be done later.
	 */
	void cancel() {
		this.timers.forEach((timer) -> timer.cancel(false));
	}

}
