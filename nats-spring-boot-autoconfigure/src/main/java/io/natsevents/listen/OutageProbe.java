package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Lets one worker at a time find out whether an outage is over.
 * <p>
 * When a handler fails for a reason that says nothing about its event (the database is
 * away, say), trying all the other events would fail as well. The worker that noticed
 * first becomes the prober: it tries its event again and again, and the others wait until
 * it has succeeded.
 */
final class OutageProbe {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private @Nullable Object prober;

	private volatile @Nullable Throwable outage;

	private boolean stopped;

	/**
	 * Wait until this worker may try.
	 * @param worker who asks
	 * @return {@code false} when the container is stopping
	 */
	boolean awaitTurn(Object worker) {
		if (this.outage == null) {
			return true;
		}
		this.lock.lock();
		try {
			while (this.prober != null && this.prober != worker && !this.stopped) {
				this.changed.await();
			}
			return !this.stopped || this.prober == null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * An attempt failed by an outage. The first to say so becomes the prober and waits
	 * here before its next attempt.
	 * @param worker who says so
	 * @param failure what it met
	 * @param delay how long the prober waits
	 * @return {@code false} when the container is stopping
	 */
	boolean failed(Object worker, Throwable failure, Duration delay) {
		this.lock.lock();
		try {
			if (this.prober == null) {
				this.prober = worker;
			}
			if (this.prober == worker) {
				this.outage = failure;
				long nanos = delay.toNanos();
				while (nanos > 0 && !this.stopped) {
					nanos = this.changed.awaitNanos(nanos);
				}
			}
			return !this.stopped;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The worker is done with its event; if it was the prober, the outage is over.
	 * @param worker who is done
	 */
	void done(Object worker) {
		if (this.outage == null) {
			return;
		}
		this.lock.lock();
		try {
			if (this.prober == worker) {
				this.prober = null;
				this.outage = null;
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End all waiting for good.
	 */
	void stop() {
		this.lock.lock();
		try {
			this.stopped = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What is out.
	 * @return the failure, or {@code null} when all is well
	 */
	@Nullable Throwable outage() {
		return this.outage;
	}

}
