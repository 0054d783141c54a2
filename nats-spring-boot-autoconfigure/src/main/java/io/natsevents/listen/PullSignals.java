package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * What other threads want of a pull loop. Each may say so at any time, and ends the
 * loop's waiting by it.
 */
final class PullSignals {

	private final AtomicBoolean heal = new AtomicBoolean(true);

	private volatile boolean renew;

	private volatile boolean paused;

	private volatile boolean stopped;

	private volatile @Nullable Thread thread;

	/**
	 * The calling thread runs the loop.
	 */
	void attend() {
		this.thread = Thread.currentThread();
	}

	/**
	 * Pull on a fresh subscription.
	 */
	void renew() {
		this.renew = true;
		wakeUp();
	}

	/**
	 * Look after the consumer, then pull on a fresh subscription.
	 */
	void heal() {
		this.heal.set(true);
		renew();
	}

	/**
	 * The consumer could not be looked after: it must be done next time, which is not to
	 * be hurried.
	 */
	void healNextTime() {
		this.heal.set(true);
	}

	void pause() {
		this.paused = true;
		wakeUp();
	}

	void resume() {
		this.paused = false;
		renew();
	}

	void stop() {
		this.stopped = true;
		wakeUp();
	}

	private void wakeUp() {
		LockSupport.unpark(this.thread);
	}

	boolean isPaused() {
		return this.paused;
	}

	boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Whether pulling on the present subscription must end.
	 */
	boolean isInterrupting() {
		return this.stopped || this.paused || this.renew;
	}

	/**
	 * Whether pulling must end only to be begun anew at once.
	 */
	boolean isRenewing() {
		return this.renew && !this.stopped && !this.paused;
	}

	/**
	 * Everything is begun anew now. Left standing until there is something to pull from,
	 * the wish for it would keep the loop from waiting at all.
	 */
	void beginAnew() {
		this.renew = false;
	}

	/**
	 * Whether the consumer is to be looked after; the caller does it now.
	 */
	boolean takeHeal() {
		return this.heal.getAndSet(false);
	}

	/**
	 * Wait, unless something is wanted that ends a wait.
	 */
	void await(Duration duration) {
		long deadline = System.nanoTime() + duration.toNanos();
		long left = duration.toNanos();
		while (!this.stopped && !this.renew && left > 0) {
			LockSupport.parkNanos(this, left);
			left = deadline - System.nanoTime();
		}
	}

}
