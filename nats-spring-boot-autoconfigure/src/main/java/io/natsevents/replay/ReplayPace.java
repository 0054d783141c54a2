package io.natsevents.replay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.natsevents.listen.PullPace;

/**
 * Limits how many events are asked for per second, so that none has to wait here. What
 * was not used is not saved up, save for a tenth of a second.
 */
final class ReplayPace implements PullPace {

	private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long SAVED_UP = TimeUnit.MILLISECONDS.toNanos(100);

	private final long interval;

	private final LongSupplier nanoTime;

	private long next;

	private volatile boolean pastEnd;

	/**
	 * Create a pace.
	 * @param ratePerSecond how many per second at most, or 0 for no limit
	 * @param nanoTime tells the time
	 */
	ReplayPace(double ratePerSecond, LongSupplier nanoTime) {
		this.interval = (ratePerSecond > 0) ? (long) Math.max(1, TimeUnit.SECONDS.toNanos(1) / ratePerSecond) : 0;
		this.nanoTime = nanoTime;
		this.next = nanoTime.getAsLong();
	}

	@Override
	public int allow(int wanted) {
		int granted = (this.interval > 0) ? granted(wanted) : wanted;
		// What comes from here on is acknowledged only, and may be without end
		return this.pastEnd ? Math.min(1, granted) : granted;
	}

	private int granted(int wanted) {
		long wait = waitNanos();
		if (wait > 0) {
			LockSupport.parkNanos(this, Math.min(LONGEST_WAIT, wait));
		}
		return take(wanted);
	}

	private synchronized long waitNanos() {
		return this.next - this.nanoTime.getAsLong();
	}

	private synchronized int take(int wanted) {
		long now = this.nanoTime.getAsLong();
		// By differences: the time may wrap around
		long late = Math.min(now - this.next, SAVED_UP);
		if (late < 0) {
			return 0;
		}
		long granted = Math.min(wanted, 1 + late / this.interval);
		this.next = now - late + granted * this.interval;
		return (int) granted;
	}

	/**
	 * One of those that came was passed over, which costs nothing.
	 */
	synchronized void giveBack() {
		this.next -= this.interval;
	}

	/**
	 * Events beyond the range are coming.
	 */
	void pastEnd() {
		this.pastEnd = true;
	}

	boolean isPastEnd() {
		return this.pastEnd;
	}

}
