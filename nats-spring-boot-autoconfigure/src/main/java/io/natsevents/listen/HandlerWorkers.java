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
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Hands waiting deliveries to handlers, a fixed number at a time.
 * <p>
 * A worker occupies a thread only while something is waiting. It is idle, or it runs, and
 * whoever takes it out of the idle ones starts it; so none is started twice.
 */
final class HandlerWorkers implements DeliveryWorkers {

	private static final Log logger = LogFactory.getLog(HandlerWorkers.class);

	private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();

	private final List<Worker> workers = new ArrayList<>();

	private final Queue<Worker> idle = new ConcurrentLinkedQueue<>();

	private final Executor executor;

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
		this.executor = executor;
		this.batchSize = batchSize;
		this.work = work;
		for (int i = 0; i < concurrency; i++) {
			this.workers.add(new Worker());
		}
		this.idle.addAll(this.workers);
	}

	@Override
	public boolean submit(Delivery delivery) {
		this.waiting.add(delivery);
		if (!this.stopped && startOne()) {
			return true;
		}
		// Another worker may have taken it meanwhile, or stopping has given it back
		return !this.waiting.remove(delivery);
	}

	private boolean startOne() {
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
		long deadline = System.nanoTime() + limit.toNanos();
		while (this.idle.size() < this.workers.size()) {
			if (System.nanoTime() - deadline >= 0) {
				return false;
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		return true;
	}

	@Override
	public long allBusyNanos() {
		if (!this.idle.isEmpty()) {
			return 0;
		}
		long latest = this.workers.get(0).since;
		for (Worker worker : this.workers) {
			latest = Math.max(latest, worker.since);
		}
		return System.nanoTime() - latest;
	}

	@Override
	public void forEach(Consumer<Delivery> action) {
		this.waiting.forEach(action);
		this.workers.forEach((worker) -> worker.current.forEach(action));
	}

	private final class Worker implements Runnable {

		private volatile List<Delivery> current = List.of();

		private volatile long since = System.nanoTime();

		@Override
		public void run() {
			do {
				takeAll();
				HandlerWorkers.this.idle.add(this);
				// What came in between found no idle worker
			}
			while (!HandlerWorkers.this.waiting.isEmpty() && HandlerWorkers.this.idle.remove(this));
		}

		private void takeAll() {
			List<Delivery> taken = take();
			while (!taken.isEmpty()) {
				this.since = System.nanoTime();
				this.current = taken;
				HandlerWorkers.this.work.accept(taken);
				this.current = List.of();
				taken = take();
			}
		}

		private List<Delivery> take() {
			Delivery first = HandlerWorkers.this.waiting.poll();
			if (first == null) {
				return List.of();
			}
			if (HandlerWorkers.this.batchSize == 1) {
				return List.of(first);
			}
			List<Delivery> batch = new ArrayList<>();
			batch.add(first);
			Delivery next;
			while (batch.size() < HandlerWorkers.this.batchSize
					&& (next = HandlerWorkers.this.waiting.poll()) != null) {
				batch.add(next);
			}
			return batch;
		}

	}

}
