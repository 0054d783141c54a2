package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.natsevents.deadletter.StoredPosition;
import io.natsevents.listen.KeyLanes.Step;
import org.jspecify.annotations.Nullable;

/**
 * Hands deliveries of one key to handlers one after the other, and those of different
 * keys side by side, a fixed number of keys at a time.
 * <p>
 * A delivery keeps its key waiting until it is settled. One that is to be tried again
 * rests here, so that nothing of its key comes in between.
 */
final class KeyedWorkers implements DeliveryWorkers, EventKeeping, HeldDeliveries {

	private final KeyLanes lanes = new KeyLanes();

	private final LaneKeys keys;

	private final SettledEvents settled;

	private final InFlightWindow window;

	private final WorkerPool pool;

	private final WorkerStarter starter;

	private final int batchSize;

	private final Consumer<List<Delivery>> work;

	/**
	 * Create the workers.
	 * @param endpoint the listener
	 * @param keys tell which deliveries come one after the other
	 * @param settled remembers what was settled
	 * @param window is told how many deliveries wait for others
	 * @param executor runs the workers; may do so on the thread that asks it to
	 * @param scheduler ends rests; is never blocked
	 * @param elsewhere asks the executor when the present thread may not be kept
	 * @param batchSize how many deliveries of one key are worked on together at most
	 * @param work what is done with deliveries; must not throw
	 */
	KeyedWorkers(ListenerEndpoint endpoint, LaneKeys keys, SettledEvents settled, InFlightWindow window,
			Executor executor, ScheduledExecutorService scheduler, Executor elsewhere, int batchSize,
			Consumer<List<Delivery>> work) {
		this.keys = keys;
		this.settled = settled;
		this.window = window;
		this.pool = new WorkerPool(endpoint.settings().concurrency(), executor, this::workOnce, () -> ready() > 0);
		this.starter = new WorkerStarter(endpoint.id(), this.pool, this::ready, scheduler, elsewhere);
		this.batchSize = batchSize;
		this.work = work;
	}

	@Override
	public boolean submit(Delivery delivery) {
		Object key = this.keys.of(delivery.message());
		Step step;
		synchronized (this.lanes) {
			if (this.lanes.isClosed()) {
				return false;
			}
			step = this.lanes.add(delivery, key);
			this.window.blocked(this.lanes.blocked());
		}
		goOn(step);
		return true;
	}

	private int ready() {
		synchronized (this.lanes) {
			return this.lanes.ready();
		}
	}

	private boolean workOnce() {
		// An interrupt was meant for what was done before
		Thread.interrupted();
		KeyLane lane;
		List<Delivery> taken;
		synchronized (this.lanes) {
			lane = this.lanes.take(this.batchSize);
			if (lane == null) {
				return false;
			}
			taken = lane.taken();
		}
		this.work.accept(taken);
		Step step;
		synchronized (this.lanes) {
			step = this.lanes.release(lane, System.nanoTime());
			this.window.blocked(this.lanes.blocked());
		}
		rest(step);
		// One that is ready is taken by this worker, or by others that are busy now
		return true;
	}

	/**
	 * On the thread that pulls, which handlers may run on.
	 */
	private void goOn(Step step) {
		if (step.isReady()) {
			this.starter.start();
		}
		else {
			rest(step);
		}
	}

	/**
	 * On a thread that may be anybody's.
	 */
	private void goOnElsewhere(@Nullable Step step) {
		if (step != null && step.isReady()) {
			this.starter.startElsewhere();
		}
		else if (step != null) {
			rest(step);
		}
	}

	private void rest(Step step) {
		KeyLane lane = step.lane();
		if (lane != null && !step.isReady()) {
			this.starter.later(() -> wake(lane), step.restNanos());
		}
	}

	private void wake(KeyLane lane) {
		Step step;
		synchronized (this.lanes) {
			step = this.lanes.wake(lane, System.nanoTime());
			this.window.blocked(this.lanes.blocked());
		}
		goOnElsewhere(step);
	}

	@Override
	public Set<StoredPosition> held() {
		synchronized (this.lanes) {
			return this.lanes.held();
		}
	}

	@Override
	public void putAside() {
		synchronized (this.lanes) {
			this.lanes.putAside();
		}
	}

	@Override
	public void handleAll() {
		List<Step> steps;
		synchronized (this.lanes) {
			steps = this.lanes.beginAll(System.nanoTime());
			this.window.blocked(this.lanes.blocked());
		}
		steps.forEach(this::goOn);
	}

	@Override
	public boolean isHeld(Delivery delivery) {
		synchronized (this.lanes) {
			Delivery earlier = this.lanes.find(delivery.position());
			if (earlier == null || earlier.isAcknowledged()) {
				return false;
			}
			earlier.deliveredAgain(delivery);
			return true;
		}
	}

	@Override
	public boolean wasSettled(Delivery delivery) {
		synchronized (this.lanes) {
			// It came again, so an acknowledgement that is still to be confirmed was lost
			Delivery earlier = this.lanes.find(delivery.position());
			return (earlier != null && earlier.isAcknowledged()) || this.settled.contains(delivery.position());
		}
	}

	@Override
	public boolean keep(Delivery delivery, Duration delay, boolean tried) {
		long now = System.nanoTime();
		Step step;
		synchronized (this.lanes) {
			step = this.lanes.isClosed() ? null
					: this.lanes.replace(delivery, delivery.again(now + delay.toNanos(), tried), now);
			this.window.blocked(this.lanes.blocked());
		}
		goOnElsewhere(step);
		return step != null;
	}

	@Override
	public void over(Delivery delivery, boolean done) {
		Step step;
		synchronized (this.lanes) {
			if (done) {
				this.settled.add(delivery.position());
			}
			step = this.lanes.remove(delivery, System.nanoTime());
			this.window.blocked(this.lanes.blocked());
		}
		goOnElsewhere(step);
	}

	@Override
	public List<Delivery> stop(Predicate<Delivery> started) {
		List<Delivery> notStarted;
		synchronized (this.lanes) {
			notStarted = this.lanes.close(started);
			this.window.blocked(this.lanes.blocked());
		}
		this.starter.cancel();
		return notStarted;
	}

	@Override
	public boolean isStopped() {
		synchronized (this.lanes) {
			return this.lanes.isClosed();
		}
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
		List<Delivery> all = new ArrayList<>();
		synchronized (this.lanes) {
			this.lanes.forEach(all::add);
		}
		all.forEach(action);
	}

}
