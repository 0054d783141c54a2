package io.natsevents.listen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs at most so many tasks at a time on the threads of another executor, and the others
 * in the order they came. A task that waits occupies no thread.
 */
final class BoundedExecutor implements Executor {

	private static final Log logger = LogFactory.getLog(BoundedExecutor.class);

	private static final long IDLE = Long.MIN_VALUE;

	private final Executor threads;

	private final LongSupplier nanoTime;

	/** When each of those that run has begun. */
	private final long[] begun;

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private boolean unbounded;

	/**
	 * Create an executor.
	 * @param limit how many tasks run at a time
	 * @param threads runs them
	 * @param nanoTime tells the time in nanoseconds, from any origin
	 */
	BoundedExecutor(int limit, Executor threads, LongSupplier nanoTime) {
		this.threads = threads;
		this.nanoTime = nanoTime;
		this.begun = new long[limit];
		Arrays.fill(this.begun, IDLE);
	}

	/**
	 * Run a task as soon as fewer than the limit run.
	 * @throws RejectedExecutionException when it would be its turn, but there is no
	 * thread for it
	 */
	@Override
	public void execute(Runnable task) {
		int place;
		synchronized (this) {
			place = this.unbounded ? -1 : freePlace();
			if (place < 0 && !this.unbounded) {
				this.waiting.add(task);
				return;
			}
			take(place);
		}
		if (place < 0) {
			this.threads.execute(task);
			return;
		}
		boolean started = false;
		try {
			this.threads.execute(() -> run(task, place));
			started = true;
		}
		finally {
			if (!started) {
				leave(place);
			}
		}
	}

	private int freePlace() {
		for (int i = 0; i < this.begun.length; i++) {
			if (this.begun[i] == IDLE) {
				return i;
			}
		}
		return -1;
	}

	private void take(int place) {
		if (place >= 0) {
			this.begun[place] = this.nanoTime.getAsLong();
		}
	}

	private synchronized void leave(int place) {
		this.begun[place] = IDLE;
	}

	private void run(Runnable first, int place) {
		Runnable task = first;
		while (task != null) {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				// Those that wait must get the thread all the same
				logger.error("A task of a listener failed", ex);
			}
			task = next(place);
		}
	}

	private synchronized @Nullable Runnable next(int place) {
		Runnable task = this.waiting.poll();
		this.begun[place] = (task != null) ? this.nanoTime.getAsLong() : IDLE;
		return task;
	}

	/**
	 * For how long as many tasks as may have been running.
	 * @return nanoseconds, or 0 when another one may begin
	 */
	synchronized long allBusyNanos() {
		long latest = IDLE;
		for (long since : this.begun) {
			if (since == IDLE) {
				return 0;
			}
			latest = Math.max(latest, since);
		}
		return this.nanoTime.getAsLong() - latest;
	}

	/**
	 * Mind the limit again.
	 */
	synchronized void bind() {
		this.unbounded = false;
	}

	/**
	 * Run all that wait and all that come, because they have nothing to do any more than
	 * to find that out.
	 */
	void release() {
		List<Runnable> released;
		synchronized (this) {
			this.unbounded = true;
			released = new ArrayList<>(this.waiting);
			this.waiting.clear();
		}
		for (Runnable task : released) {
			try {
				this.threads.execute(task);
			}
			catch (RejectedExecutionException ex) {
				task.run();
			}
		}
	}

}
