package io.natsevents.listen;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The threads all listeners share: those that run handlers, and those that look after
 * claims and consumers. Beside them each listener has one thread that pulls.
 */
public final class ListenerThreads implements AutoCloseable {

	private final Executor handlers;

	private final @Nullable ExecutorService ownHandlers;

	private final ScheduledExecutorService claims;

	private final ScheduledExecutorService observation;

	private final ExecutorService starters;

	private ListenerThreads(Executor handlers, @Nullable ExecutorService ownHandlers) {
		this.handlers = handlers;
		this.ownHandlers = ownHandlers;
		this.claims = single("jetstream-claims");
		this.observation = single("jetstream-watch");
		this.starters = platformThreads("jetstream-start-");
	}

	/**
	 * Run handlers on platform threads, made as needed.
	 * @return the threads
	 */
	public static ListenerThreads onPlatformThreads() {
		ExecutorService handlers = platformThreads("jetstream-handler-");
		return new ListenerThreads(handlers, handlers);
	}

	/**
	 * Run handlers on threads of somebody else, who closes them.
	 * @param handlers runs handlers; should not be bounded below the sum of the
	 * listeners' concurrency
	 * @return the threads
	 */
	public static ListenerThreads on(Executor handlers) {
		return new ListenerThreads(handlers, null);
	}

	private static ExecutorService platformThreads(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return Executors.newCachedThreadPool((task) -> new Thread(task, prefix + number.incrementAndGet()));
	}

	private static ScheduledExecutorService single(String name) {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
		executor.setRemoveOnCancelPolicy(true);
		return executor;
	}

	Executor handlers() {
		return this.handlers;
	}

	/**
	 * Never blocks on the server.
	 */
	ScheduledExecutorService claims() {
		return this.claims;
	}

	/**
	 * May wait for answers of the server.
	 */
	ScheduledExecutorService observation() {
		return this.observation;
	}

	/**
	 * Have handlers started, which may run on them if their executor runs them on the
	 * thread that asks for it.
	 */
	Executor starters() {
		return this.starters;
	}

	@Override
	public void close() {
		this.claims.shutdownNow();
		this.observation.shutdownNow();
		this.starters.shutdown();
		if (this.ownHandlers != null) {
			this.ownHandlers.shutdown();
		}
	}

}
