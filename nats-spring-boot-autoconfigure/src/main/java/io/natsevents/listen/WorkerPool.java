package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A fixed number of workers, each of which occupies a thread only while there is work.
 * <p>
 * A worker is idle, or it runs, and whoever takes it out of the idle ones starts it; so
 * none is started twice.
 */
final class WorkerPool {

	private static final Log logger = LogFactory.getLog(WorkerPool.class);

	private final List<Worker> workers = new ArrayList<>();

	private final Queue<Worker> idle = new ConcurrentLinkedQueue<>();

	private final Executor executor;

	private final BooleanSupplier work;

	private final BooleanSupplier hasWork;

	/**
	 * Create idle workers.
	 * @param size how many work at a time
	 * @param executor runs them
	 * @param work does one piece of work, or returns {@code false} when there is none;
	 * must not throw
	 * @param hasWork whether there may be work
	 */
	WorkerPool(int size, Executor executor, BooleanSupplier work, BooleanSupplier hasWork) {
		this.executor = executor;
		this.work = work;
		this.hasWork = hasWork;
		for (int i = 0; i < size; i++) {
			this.workers.add(new Worker());
		}
		this.idle.addAll(this.workers);
	}

	/**
	 * There is more work: have an idle worker start, if there is one.
	 * @return {@code false} when it gets no thread
	 */
	boolean startOne() {
		Worker worker = this.idle.poll();
		if (worker == null) {
			return true;
		}
		worker.since = System.nanoTime();
		boolean started = false;
		try {
			this.executor.execute(worker);
			started = true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No thread for a handler", ex);
		}
		finally {
			if (!started) {
				this.idle.add(worker);
			}
		}
		return started;
	}

	/**
	 * Wait until no worker is busy.
	 * @return {@code false} when some still are after the limit
	 */
	boolean awaitIdle(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		while (this.idle.size() < this.workers.size()) {
			if (System.nanoTime() - deadline >= 0) {
				return false;
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		return true;
	}

	/**
	 * For how long all workers have been busy with what they have now.
	 * @return nanoseconds, or 0 when one is idle
	 */
	long allBusyNanos() {
		if (!this.idle.isEmpty()) {
			return 0;
		}
		long latest = this.workers.get(0).since;
		for (Worker worker : this.workers) {
			latest = Math.max(latest, worker.since);
		}
		return System.nanoTime() - latest;
	}

	private final class Worker implements Runnable {

		private volatile long since = System.nanoTime();

		@Override
		public void run() {
			do {
				do {
					this.since = System.nanoTime();
				}
				while (WorkerPool.this.work.getAsBoolean());
				WorkerPool.this.idle.add(this);
				// What came in between found no idle worker
			}
			while (WorkerPool.this.hasWork.getAsBoolean() && WorkerPool.this.idle.remove(this));
		}

	}

}
