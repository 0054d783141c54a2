package io.natsevents.deadletter;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads that redrive: a few of its own for what runs in the background, and those
 * of callers that wait. They can be waited for, and interrupted at last.
 */
final class RedriveThreads {

	private static final int AT_A_TIME = 2;

	private static final long IDLE_SECONDS = 5;

	private final ThreadPoolExecutor executor;

	private final Set<Thread> busy = new HashSet<>();

	RedriveThreads() {
		AtomicInteger number = new AtomicInteger();
		this.executor = new ThreadPoolExecutor(AT_A_TIME, AT_A_TIME, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "jetstream-redrive-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Run a task in the background, when a thread is free.
	 * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
	 */
	void execute(Runnable task) {
		this.executor.execute(() -> runHere(() -> {
			task.run();
			return task;
		}));
	}

	/**
	 * Run a task on the caller's thread.
	 */
	<T> T runHere(Supplier<T> task) {
		Thread thread = Thread.currentThread();
		synchronized (this.busy) {
			this.busy.add(thread);
		}
		try {
			return task.get();
		}
		finally {
			synchronized (this.busy) {
				this.busy.remove(thread);
				this.busy.notifyAll();
			}
		}
	}

	/**
	 * Wait until nothing is redriven.
	 * @return {@code false} when something still is after the limit
	 */
	boolean awaitIdle(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		synchronized (this.busy) {
			long left = limit.toNanos();
			while (!this.busy.isEmpty() && left > 0) {
				try {
					TimeUnit.NANOSECONDS.timedWait(this.busy, left);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return false;
				}
				left = deadline - System.nanoTime();
			}
			return this.busy.isEmpty();
		}
	}

	/**
	 * Wait for nothing any more. Handlers go on: they run on threads of their listeners.
	 */
	void interrupt() {
		synchronized (this.busy) {
			this.busy.forEach(Thread::interrupt);
		}
	}

	void close() {
		this.executor.shutdownNow();
	}

}
