package io.natsevents.publish;

import org.jspecify.annotations.Nullable;

/**
 * An event that a stream has confirmed.
 *
 * @param sequence where it was stored
 * @param eventId its id, which is that of its message
 */
record ConfirmedEvent(long sequence, String eventId) {

	boolean isAbove(@Nullable ConfirmedEvent other) {
		return other == null || this.sequence > other.sequence;
	}

}
