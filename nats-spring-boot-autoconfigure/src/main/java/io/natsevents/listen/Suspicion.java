package io.natsevents.listen;

import java.time.Instant;
import java.util.Set;

/**
 * A stream may have gone back: what was known before something was disrupted, and what
 * came since.
 *
 * @param sequence the highest that had been delivered to this instance
 * @param storedAt when the stream had stored the event at that sequence
 * @param newSince what the stream stored at or after this time was stored later than that
 * event, whatever the clocks of its servers say
 * @param firstAfter the lowest sequence of an event stored later that was delivered here
 * and to nobody before, or 0 for none
 * @param repeated events stored later that were delivered here as repeated deliveries: a
 * consumer goes on with what it had delivered, whatever is there now
 * @param alone whether the deliveries show no other instance
 */
record Suspicion(long sequence, Instant storedAt, Instant newSince, long firstAfter, Set<Long> repeated,
		boolean alone) {
}
