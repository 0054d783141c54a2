package io.natsevents.deadletter;

import java.time.Instant;

/**
 * Where an event is stored.
 *
 * @param stream name of the stream
 * @param sequence sequence in the stream
 * @param storedAt when the stream took it
 */
public record StoredPosition(String stream, long sequence, Instant storedAt) {

	/**
	 * When the stream took it, as names of acknowledgements and dead letters have it.
	 * @return nanoseconds since 1970
	 */
	public long storedAtNanos() {
		return this.storedAt.getEpochSecond() * 1_000_000_000L + this.storedAt.getNano();
	}

	@Override
	public String toString() {
		return this.stream + "#" + this.sequence;
	}

}
