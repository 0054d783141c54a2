package io.natsevents.listen;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * The highest sequence that was delivered before a disruption, and what was delivered
 * since that the stream had stored later. Not thread-safe.
 */
final class DeliveredPlace {

	/**
	 * Clocks of the servers of a stream differ by less; no server is back from a loss of
	 * events in less.
	 */
	static final Duration MARGIN = Duration.ofMillis(100);

	private static final int MOST_REPEATED = 10_000;

	private final long sequence;

	private final Instant storedAt;

	private final Set<Long> repeated = new HashSet<>();

	private long first;

	private long last;

	private Instant lastStoredAt = Instant.EPOCH;

	DeliveredPlace(long sequence, Instant storedAt) {
		this.sequence = sequence;
		this.storedAt = storedAt;
	}

	long sequence() {
		return this.sequence;
	}

	Instant storedAt() {
		return this.storedAt;
	}

	boolean isOlderThan(Instant stored) {
		return !stored.isBefore(this.storedAt.plus(MARGIN));
	}

	/**
	 * Take note of a delivery.
	 */
	void delivered(long stream, long count, Instant stored) {
		if (!isOlderThan(stored)) {
			return;
		}
		if (count > 1) {
			if (this.repeated.size() < MOST_REPEATED) {
				this.repeated.add(stream);
			}
			return;
		}
		this.first = (this.first == 0) ? stream : Math.min(this.first, stream);
		if (stream > this.last) {
			this.last = stream;
			this.lastStoredAt = stored;
		}
	}

	/**
	 * The highest place of what was stored later.
	 */
	DeliveredPlace highestSince() {
		return new DeliveredPlace(this.last, this.lastStoredAt);
	}

	Suspicion suspicion(boolean alone) {
		return new Suspicion(this.sequence, this.storedAt, this.storedAt.plus(MARGIN), this.first,
				Set.copyOf(this.repeated), alone);
	}

}
