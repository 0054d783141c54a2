package io.natsevents.listen;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.natsevents.connection.ExponentialDelays;

/**
 * Decides when the only turn may be waited for again after that was in vain: a handler
 * that hangs must not stop all others over and over. Each pause is twice as long as the
 * one before.
 */
final class MissedTurns {

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private final LongSupplier nanoTime;

	private int inARow;

	private long pauseEnds;

	MissedTurns(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Somebody has waited in vain. Those who waited at the same time count once.
	 */
	synchronized void missed(Duration waited) {
		if (pause().isZero()) {
			this.inARow++;
			Duration longest = (waited.compareTo(LONGEST) > 0) ? waited : LONGEST;
			this.pauseEnds = this.nanoTime.getAsLong()
					+ new ExponentialDelays(waited, 2, longest).before(this.inARow).toNanos();
		}
	}

	synchronized void taken() {
		this.inARow = 0;
	}

	synchronized Duration pause() {
		return (this.inARow == 0) ? Duration.ZERO
				: Duration.ofNanos(Math.max(0, this.pauseEnds - this.nanoTime.getAsLong()));
	}

}
