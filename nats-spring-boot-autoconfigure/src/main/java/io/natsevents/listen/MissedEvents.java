package io.natsevents.listen;

import java.time.Instant;

/**
 * Events that left their stream before a listener was done with them: its retention or a
 * purge discarded them.
 *
 * @param count how many, at least; those that came and went between two looks, and
 * repeated deliveries to other instances, make it too low
 * @param first sequence of the stream they begin at, or a lower one
 * @param last sequence of the stream they end at, or a higher one
 * @param noticed when that was noticed
 */
public record MissedEvents(long count, long first, long last, Instant noticed) {

	MissedEvents and(MissedEvents later) {
		return new MissedEvents(this.count + later.count, Math.min(this.first, later.first),
				Math.max(this.last, later.last), later.noticed);
	}

}
