package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * How many unsettled messages this instance holds, and how many more it may ask for.
 * <p>
 * Never more than {@code max-in-flight}, and never more than can be handled within
 * ack-wait at the speed seen so far: what is held here cannot be handled by another
 * instance. Before anything was handled the speed is unknown, so it begins small.
 */
final class InFlightWindow {

	/** Weight of the newest time in the moving average: about the last 16 count. */
	private static final double WEIGHT = 1.0 / 16;

	/** What the fastest handler does not get through in a tenth of a millisecond. */
	private static final int ENOUGH = 20;

	private final int limit;

	private final int concurrency;

	private final long ackWaitNanos;

	private final AtomicInteger held = new AtomicInteger();

	private volatile int blocked;

	private volatile double nanosPerEvent;

	private volatile @Nullable Thread waiting;

	InFlightWindow(int limit, int concurrency, Duration ackWait) {
		this.limit = limit;
		this.concurrency = concurrency;
		this.ackWaitNanos = ackWait.toNanos();
	}

	int held() {
		return this.held.get();
	}

	int size() {
		double average = this.nanosPerEvent;
		if (average == 0) {
			return Math.min(this.limit, 2 * this.concurrency);
		}
		double affordable = this.ackWaitNanos / average * this.concurrency;
		return (int) Math.max(this.concurrency, Math.min(this.limit, affordable));
	}

	/**
	 * How many messages to ask for: at most half of the window, so that the next half can
	 * be on its way while this one is handled, and none before half is free, unless a
	 * handler would have nothing to do meanwhile.
	 */
	int room() {
		int size = size();
		int half = (size + 1) / 2;
		int holding = this.held.get();
		int active = holding - this.blocked;
		int free = size - active;
		return (free >= half || active < this.concurrency)
				? Math.max(0, Math.min(Math.min(free, half), this.limit - holding)) : 0;
	}

	/**
	 * Take note of how many of those that are held could not begin now even if all
	 * handlers were free. They say nothing about what can be handled within ack-wait, so
	 * only the limit counts for them.
	 */
	void blocked(int deliveries) {
		this.blocked = deliveries;
		wakeUp();
	}

	/**
	 * Whether the handlers have enough to do for a moment, however fast they are.
	 */
	boolean isWellFilled() {
		return this.held.get() - this.blocked >= ENOUGH * this.concurrency;
	}

	void enter() {
		this.held.incrementAndGet();
	}

	void leave() {
		this.held.decrementAndGet();
		wakeUp();
	}

	private void wakeUp() {
		Thread thread = this.waiting;
		if (thread != null && room() > 0) {
			LockSupport.unpark(thread);
		}
	}

	/**
	 * Take note of how long handling took.
	 */
	void handled(long nanos) {
		double average = this.nanosPerEvent;
		// Racing updates may lose one time of many; the average does not mind
		this.nanosPerEvent = (average == 0) ? Math.max(1, nanos) : average + (nanos - average) * WEIGHT;
	}

	/**
	 * Wait until there is room.
	 * @param nanos how long to wait at most
	 * @return how many messages to ask for, or 0 when there is still no room
	 */
	int awaitRoom(long nanos) {
		int room = room();
		if (room == 0) {
			this.waiting = Thread.currentThread();
			// Looked at again after the waiter is known, so that no wake-up is missed
			if (room() == 0) {
				LockSupport.parkNanos(this, nanos);
			}
			this.waiting = null;
			room = room();
		}
		return room;
	}

}
