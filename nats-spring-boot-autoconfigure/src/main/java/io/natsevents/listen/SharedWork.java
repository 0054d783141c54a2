package io.natsevents.listen;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the partitions of one listener share: the handlers, the probe for outages and the
 * turns to ask the server.
 */
final class SharedWork {

	private final ListenerThreads threads;

	private final BoundedExecutor handlers;

	private final ObservationTurns observation = new ObservationTurns(System.nanoTime());

	private final AtomicInteger working = new AtomicInteger();

	private volatile OutageProbe probe = new OutageProbe();

	private final PeriodicTasks tasks;

	SharedWork(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies) {
		this.tasks = new PeriodicTasks(endpoint.id());
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
		this.tasks.begin(this.threads.observation(), this::observe, ObservationTurns.INTERVAL);
		this.tasks.begin(this.threads.observation(), () -> watch.look(partitions), PartitionsWatch.INTERVAL);
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
		this.tasks.end();
	}

}
