package io.natsevents.replay;

import java.time.Instant;

/**
 * What a stream holds, as its leader said at a moment.
 *
 * @param first sequence of its first event; one more than the last when it is empty
 * @param last sequence of the last event it ever stored
 * @param firstStoredAt when the first was stored; means nothing when it is empty
 * @param lastStoredAt when the last was stored, as far as the server knows
 */
record StreamBounds(long first, long last, Instant firstStoredAt, Instant lastStoredAt) {

	boolean isEmpty() {
		return this.first > this.last;
	}

}
