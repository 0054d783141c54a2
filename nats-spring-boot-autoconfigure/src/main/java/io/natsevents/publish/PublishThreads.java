package io.natsevents.publish;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The publisher's threads: one that watches over events in flight, and some that run what
 * depends on the futures of {@link EventPublisher#publishAsync}.
 */
public final class PublishThreads implements AutoCloseable {

	private final ScheduledExecutorService timer;

	private final ExecutorService completions;

	public PublishThreads() {
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> daemon(new Thread(task, "jetstream-publish-timer")));
		// A fork-join pool replaces a thread that waits for another publish's future, so
		// dependent stages that do so cannot starve one another
		this.completions = new ForkJoinPool(Math.max(2, Runtime.getRuntime().availableProcessors()), (pool) -> {
			ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
			thread.setName("jetstream-publish-" + thread.getPoolIndex());
			return thread;
		}, null, true);
	}

	private static Thread daemon(Thread thread) {
		thread.setDaemon(true);
		return thread;
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	ExecutorService completions() {
		return this.completions;
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.completions.shutdown();
	}

}
