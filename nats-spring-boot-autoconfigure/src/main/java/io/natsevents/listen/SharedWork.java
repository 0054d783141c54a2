package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What the partitions of one listener share: the handlers, the probe for outages and the
 * turns to ask the server.
 */
final class SharedWork {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final String listenerId;

	private final ListenerThreads threads;

	private final BoundedExecutor handlers;

	private final ObservationTurns observation = new ObservationTurns(System.nanoTime());

	private final AtomicInteger working = new AtomicInteger();

	private volatile OutageProbe probe = new OutageProbe();

	private final List<Future<?>> scheduled = new ArrayList<>();

	SharedWork(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies) {
		this.listenerId = endpoint.id();
		this.threads = dependencies.threads();
		this.handlers = new BoundedExecutor(endpoint.settings().concurrency(), dependencies.handlers(),
				System::nanoTime);
	}

	BoundedExecutor handlers() {
		return this.handlers;
	}

	OutageProbe probe() {
		return this.probe;
	}

	ObservationTurns observation() {
		return this.observation;
	}

	/**
	 * The partitions start to work.
	 * @param partitions how many there are
	 * @param watch watches their number
	 */
	synchronized void begin(int partitions, PartitionsWatch watch) {
		this.probe = new OutageProbe();
		this.working.set(partitions);
		this.handlers.bind();
		schedule(this::observe, ObservationTurns.INTERVAL);
		schedule(() -> watch.look(partitions), PartitionsWatch.INTERVAL);
	}

	private void schedule(Runnable task, Duration interval) {
		this.scheduled.add(this.threads.observation().scheduleWithFixedDelay(() -> {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				// It would end the schedule for good, without a word
				logger.warn("Listener " + this.listenerId + ": a periodic task failed and is tried again", ex);
			}
		}, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS));
	}

	private void observe() {
		Runnable next = this.observation.next(System.nanoTime());
		if (next != null) {
			next.run();
		}
	}

	/**
	 * A partition stops, and has no event left that no handler has begun. After the last
	 * of them what still waits for a handler has nothing to do.
	 */
	void withdrawn() {
		if (this.working.decrementAndGet() == 0) {
			this.handlers.release();
		}
	}

	synchronized void end() {
		this.scheduled.forEach((task) -> task.cancel(false));
		this.scheduled.clear();
	}

}
