package io.natsevents.replay;

import java.io.IOException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Finds events of a stream by their sequence and by the time they were stored.
 */
@FunctionalInterface
interface StoredTimes {

	/**
	 * Find the first event at or after a sequence.
	 * @param sequence where to begin
	 * @return the event, or {@code null} when there is none
	 * @throws IOException when the server does not answer or refuses
	 */
	@Nullable Stored next(long sequence) throws IOException;

	/**
	 * Find the first event stored at or after a time, by halving: the server's own way, a
	 * consumer with a start time, begins anew at the oldest event when the newest ones
	 * were deleted (2.10.27).
	 * @param time the time
	 * @param bounds the stream; later events do not count
	 * @return a sequence such that everything before is older and nothing from it on is;
	 * one more than the last when all is older
	 * @throws IOException when the server does not answer or refuses
	 */
	default long firstAt(Instant time, StreamBounds bounds) throws IOException {
		if (bounds.isEmpty() || !time.isAfter(bounds.firstStoredAt())) {
			return bounds.first();
		}
		long low = bounds.first();
		long high = bounds.last() + 1;
		while (low < high) {
			long middle = low + (high - low) / 2;
			Stored found = next(middle);
			if (found == null || found.sequence() > bounds.last() || !found.at().isBefore(time)) {
				high = middle;
			}
			else {
				low = found.sequence() + 1;
			}
		}
		return low;
	}

	/**
	 * An event.
	 *
	 * @param sequence its sequence
	 * @param at when it was stored
	 */
	record Stored(long sequence, Instant at) {
	}

}
