package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Hands waiting deliveries to handlers in the order they come, a fixed number at a time.
 */
final class HandlerWorkers implements DeliveryWorkers {

	private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();

	private final Set<List<Delivery>> current = ConcurrentHashMap.newKeySet();

	private final WorkerPool pool;

	private final int batchSize;

	private final Consumer<List<Delivery>> work;

	private volatile boolean stopped;

	/**
	 * Create the workers.
	 * @param concurrency how many work at a time
	 * @param executor runs them
	 * @param batchSize how many deliveries one takes at a time at most
	 * @param work what is done with deliveries; must not throw
	 */
	HandlerWorkers(int concurrency, Executor executor, int batchSize, Consumer<List<Delivery>> work) {
		this.pool = new WorkerPool(concurrency, executor, this::workOnce, () -> !this.waiting.isEmpty());
		this.batchSize = batchSize;
		this.work = work;
	}

	@Override
	public boolean submit(Delivery delivery) {
		this.waiting.add(delivery);
		if (!this.stopped && this.pool.startOne()) {
			return true;
		}
		// Another worker may have taken it meanwhile, or stopping has given it back
		return !this.waiting.remove(delivery);
	}

	@Override
	public List<Delivery> stop(Predicate<Delivery> started) {
		this.stopped = true;
		return withdraw(started.negate());
	}

	@Override
	public List<Delivery> withdraw(Predicate<Delivery> withdrawn) {
		List<Delivery> notStarted = new ArrayList<>();
		for (Delivery delivery : this.waiting) {
			// A worker may have taken it meanwhile
			if (withdrawn.test(delivery) && this.waiting.remove(delivery)) {
				notStarted.add(delivery);
			}
		}
		return notStarted;
	}

	@Override
	public boolean isStopped() {
		return this.stopped;
	}

	@Override
	public boolean awaitIdle(Duration limit) {
		return this.pool.awaitIdle(limit);
	}

	@Override
	public long allBusyNanos() {
		return this.pool.allBusyNanos();
	}

	@Override
	public void forEach(Consumer<Delivery> action) {
		this.waiting.forEach(action);
		this.current.forEach((deliveries) -> deliveries.forEach(action));
	}

	private boolean workOnce() {
		List<Delivery> taken = take();
		if (taken.isEmpty()) {
			return false;
		}
		this.current.add(taken);
		this.work.accept(taken);
		this.current.remove(taken);
		return true;
	}

	private List<Delivery> take() {
		Delivery first = this.waiting.poll();
		if (first == null) {
			return List.of();
		}
		if (this.batchSize == 1) {
			return List.of(first);
		}
		List<Delivery> batch = new ArrayList<>();
		batch.add(first);
		Delivery next;
		while (batch.size() < this.batchSize && (next = this.waiting.poll()) != null) {
			batch.add(next);
		}
		return batch;
	}

}
