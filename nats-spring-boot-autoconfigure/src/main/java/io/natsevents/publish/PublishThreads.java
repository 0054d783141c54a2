package io.natsevents.publish;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The publisher's threads: one that watches over events in flight, and some that run what
 * depends on the futures of {@link EventPublisher#publishAsync}.
 */
public final class PublishThreads implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(PublishThreads.class);

	private static final Duration GRACE = Duration.ofSeconds(5);

	private final ScheduledExecutorService timer;

	private final ExecutorService completions;

	public PublishThreads() {
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> daemon(new Thread(task, "jetstream-publish-timer")));
		AtomicInteger count = new AtomicInteger();
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		// A fork-join pool replaces a thread that waits for another publish's future, so
		// dependent stages that do so cannot starve one another. As many threads as
		// processors take turns at waking up: on two processors publishing took 1.40
		// times the processor time of the bare client, with half as many 1.22 times
		this.completions = new ForkJoinPool(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), (pool) -> {
			ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
			thread.setName("jetstream-publish-" + count.incrementAndGet());
			// Else the system's, which does not know the classes of an executable jar
			thread.setContextClassLoader(classLoader);
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

	/**
	 * Let what depends on finished publishes run, for 5 seconds at most.
	 */
	@Override
	public void close() {
		this.timer.shutdownNow();
		this.completions.shutdown();
		try {
			if (!this.completions.awaitTermination(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("Stages that depend on publishAsync are still running after " + GRACE.toMillis()
						+ " ms; the application ends without them");
				this.completions.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.completions.shutdownNow();
		}
	}

}
