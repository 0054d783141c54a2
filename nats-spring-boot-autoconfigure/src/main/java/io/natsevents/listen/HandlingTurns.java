package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets handlers run side by side, and now and then one of them alone.
 * <p>
 * Every call of a handler takes a turn that it shares with others. An event that may have
 * ended the process runs in the only turn there is. All container factories of an
 * application have to have the same turns, or handlers of one would run during a lone run
 * of another.
 */
public final class HandlingTurns {

	/** Of a lock that belongs to no thread: whoever waits too long ends a turn. */
	private final StampedLock lock = new StampedLock();

	private final MissedTurns missed;

	/**
	 * Create turns.
	 */
	public HandlingTurns() {
		this(System::nanoTime);
	}

	HandlingTurns(LongSupplier nanoTime) {
		this.missed = new MissedTurns(nanoTime);
	}

	/**
	 * Take a turn beside others. Waits while there is an only turn, or somebody waits for
	 * it.
	 * @return what ends the turn
	 */
	long share() {
		return this.lock.readLock();
	}

	void endShared(long turn) {
		this.lock.unlockRead(turn);
	}

	/**
	 * How many take a turn now.
	 */
	int shared() {
		return this.lock.getReadLockCount();
	}

	/**
	 * Take the only turn. While somebody waits for it no other turn begins; so whoever
	 * has waited in vain keeps the others from doing so for some time.
	 * @param wait how long to wait for the turns that have begun
	 * @param limit for how long it may last
	 * @param scheduler ends it after the limit
	 * @param overdue is told that the limit ended it
	 * @return the turn, or {@code null} when the others did not end in time
	 * @throws InterruptedException when interrupted while waiting
	 */
	@Nullable OnlyTurn takeOnly(Duration wait, Duration limit, ScheduledExecutorService scheduler, Runnable overdue)
			throws InterruptedException {
		if (!pause().isZero()) {
			return null;
		}
		long stamp = this.lock.tryWriteLock(wait.toNanos(), TimeUnit.NANOSECONDS);
		if (stamp == 0) {
			this.missed.missed(wait);
			return null;
		}
		this.missed.taken();
		return new OnlyTurn(() -> this.lock.unlockWrite(stamp), limit, scheduler, overdue);
	}

	/**
	 * How long it takes until the only turn may be waited for again.
	 * @return zero when it may
	 */
	Duration pause() {
		return this.missed.pause();
	}

}
