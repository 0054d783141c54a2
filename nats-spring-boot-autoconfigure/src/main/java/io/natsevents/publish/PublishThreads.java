package io.natsevents.publish;

import java.time.Duration;
import java.util.concurrent.Executor;
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

	private static final long RELIEF_MILLIS = 50;

	private static final Duration GRACE = Duration.ofSeconds(5);

	private final ScheduledExecutorService timer;

	private final ForkJoinPool pool;

	private final Executor completions;

	public PublishThreads() {
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> daemon(new Thread(task, "jetstream-publish-timer")));
		AtomicInteger count = new AtomicInteger();
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		// A fork-join pool replaces a thread that waits for another publish's future, so
		// dependent stages that do so cannot starve one another
		this.pool = new ForkJoinPool(Math.max(2, Runtime.getRuntime().availableProcessors()), (pool) -> {
			ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
			thread.setName("jetstream-publish-" + count.incrementAndGet());
			// Else the system's, which does not know the classes of an executable jar
			thread.setContextClassLoader(classLoader);
			return thread;
		}, null, true);
		GatheringExecutor gathering = new GatheringExecutor(this.pool);
		this.timer.scheduleWithFixedDelay(gathering::relieve, RELIEF_MILLIS, RELIEF_MILLIS, TimeUnit.MILLISECONDS);
		this.completions = gathering;
	}

	private static Thread daemon(Thread thread) {
		thread.setDaemon(true);
		return thread;
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	/**
	 * Runs what may block. Everything that does goes through this, or a steady load of
	 * one would keep the others from the pool.
	 */
	Executor completions() {
		return this.completions;
	}

	/**
	 * Let what depends on finished publishes run, for 5 seconds at most.
	 */
	@Override
	public void close() {
		this.timer.shutdownNow();
		this.pool.shutdown();
		try {
			if (!this.pool.awaitTermination(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("Stages that depend on publishAsync are still running after " + GRACE.toMillis()
						+ " ms; the application ends without them");
				this.pool.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.pool.shutdownNow();
		}
	}

}
