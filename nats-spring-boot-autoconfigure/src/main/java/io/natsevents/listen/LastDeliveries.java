package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.natsevents.deadletter.FailedDelivery;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries the server will never repeat, that are still to be parked. Their claims are
 * kept until they are: given back, they would be stranded for ever.
 * <p>
 * Whoever parks one takes it out, so that nobody else parks it too, and puts it back when
 * it was refused.
 */
final class LastDeliveries {

	private static final Log logger = LogFactory.getLog(Settler.class);

	private final String listenerId;

	private final DeliveryParking parking;

	private final InFlightWindow window;

	private final ScheduledExecutorService executor;

	private final Map<Delivery, FailedDelivery> held = new ConcurrentHashMap<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	/** Belongs to whoever parks. */
	private final ReentrantLock turn = new ReentrantLock();

	private volatile @Nullable Delivery beingParked;

	private volatile long refusedAt;

	private volatile boolean ending;

	private volatile boolean ended;

	/**
	 * Begin with none.
	 * @param listenerId the listener
	 * @param parking parks them
	 * @param window is left by what is parked
	 * @param executor parks as soon as something is held; may wait for the server
	 */
	LastDeliveries(String listenerId, DeliveryParking parking, InFlightWindow window,
			ScheduledExecutorService executor) {
		this.listenerId = listenerId;
		this.parking = parking;
		this.window = window;
		this.executor = executor;
		this.refusedAt = System.nanoTime() - parking.againAfter().toNanos();
	}

	/**
	 * Hold a delivery until it is parked, without waiting for that. It keeps its place in
	 * the window.
	 */
	void hold(Delivery delivery, FailedDelivery failed) {
		this.held.put(delivery, failed);
		goOn();
	}

	void forEach(Consumer<Delivery> action) {
		Delivery delivery = this.beingParked;
		if (delivery != null) {
			action.accept(delivery);
		}
		this.held.keySet().forEach(action);
	}

	/**
	 * Park what is held before the listener ends. Ends with the first that is refused:
	 * nobody may wait for long now.
	 * @param limit begin no more after it
	 */
	void end(Duration limit) {
		long begun = System.nanoTime();
		this.ending = true;
		if (awaitTurn(limit)) {
			try {
				boolean refused = this.refusedAt - begun > 0;
				for (Map.Entry<Delivery, FailedDelivery> entry : this.held.entrySet()) {
					if (refused || System.nanoTime() - begun > limit.toNanos()) {
						break;
					}
					refused = !park(entry.getKey(), entry.getValue());
				}
			}
			finally {
				this.turn.unlock();
			}
		}
		this.ended = true;
		reportStranded();
	}

	/**
	 * One that is being parked at this moment takes no longer than to park it here.
	 */
	private boolean awaitTurn(Duration limit) {
		try {
			return this.turn.tryLock() || this.turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void goOn() {
		if (this.ended) {
			reportStranded();
		}
		else if (!this.ending && this.scheduled.compareAndSet(false, true)) {
			long pause = this.refusedAt + this.parking.againAfter().toNanos() - System.nanoTime();
			try {
				this.executor.schedule(this::parkAll, Math.max(0, pause), TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				// The application ends, and the listener with it
				logger.debug("Listener " + this.listenerId + " gets no thread to park " + this.held.keySet(), ex);
			}
		}
	}

	private void parkAll() {
		this.scheduled.set(false);
		try {
			for (Map.Entry<Delivery, FailedDelivery> entry : this.held.entrySet()) {
				if (!parkInTurn(entry.getKey(), entry.getValue())) {
					break;
				}
			}
		}
		catch (RuntimeException | Error ex) {
			// Nobody else would tell, and it would stay for good
			logger.warn("Listener " + this.listenerId + ": parking failed and is tried again", ex);
		}
		if (!this.held.isEmpty()) {
			goOn();
		}
	}

	private boolean parkInTurn(Delivery delivery, FailedDelivery failed) {
		if (!this.turn.tryLock()) {
			return false;
		}
		try {
			return !this.ending && park(delivery, failed);
		}
		finally {
			this.turn.unlock();
		}
	}

	/**
	 * Park one in this thread's turn.
	 * @return {@code false} when it was refused
	 */
	private boolean park(Delivery delivery, FailedDelivery failed) {
		boolean parked = false;
		this.beingParked = delivery;
		this.held.remove(delivery);
		try {
			parked = this.parking.park(delivery, failed) != DeliveryParking.Outcome.REFUSED;
		}
		finally {
			if (parked) {
				this.window.leave();
			}
			else {
				this.refusedAt = System.nanoTime();
				this.held.put(delivery, failed);
			}
			this.beingParked = null;
		}
		return parked;
	}

	private void reportStranded() {
		List<Delivery> stranded = new ArrayList<>();
		for (Delivery delivery : this.held.keySet()) {
			if (this.held.remove(delivery) != null) {
				this.window.leave();
				stranded.add(delivery);
			}
		}
		if (!stranded.isEmpty()) {
			logger.error("Listener " + this.listenerId + " is stopped with " + stranded.size()
					+ " event(s) that could be neither handled nor parked, and that the server will not deliver again"
					+ " (max_deliver of the consumer): " + stranded
					+ ". They stay in their stream; publish them anew from there");
		}
	}

}
