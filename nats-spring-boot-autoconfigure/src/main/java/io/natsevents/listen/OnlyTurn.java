package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A turn beside which there is no other. It ends once: when it is ended, or when it has
 * lasted too long.
 */
final class OnlyTurn {

	private final AtomicBoolean ended = new AtomicBoolean();

	private final Runnable end;

	private final Future<?> limit;

	/**
	 * Begin the turn.
	 * @param end lets the others go on
	 * @param limit for how long it may last
	 * @param scheduler ends it after the limit
	 * @param overdue is told that the limit ended it
	 */
	OnlyTurn(Runnable end, Duration limit, ScheduledExecutorService scheduler, Runnable overdue) {
		this.end = end;
		try {
			this.limit = scheduler.schedule(() -> {
				if (endNow()) {
					overdue.run();
				}
			}, limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Nothing would end it
			end.run();
			throw ex;
		}
	}

	void end() {
		if (endNow()) {
			this.limit.cancel(false);
		}
	}

	private boolean endNow() {
		boolean first = this.ended.compareAndSet(false, true);
		if (first) {
			this.end.run();
		}
		return first;
	}

}
