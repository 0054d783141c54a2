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

	@Override
	public String toString() {
		return this.stream + "#" + this.sequence;
	}

}
