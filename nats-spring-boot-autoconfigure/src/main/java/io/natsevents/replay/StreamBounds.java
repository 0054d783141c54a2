package io.natsevents.replay;

import java.time.Instant;
import java.time.ZonedDateTime;

import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import org.jspecify.annotations.Nullable;

/**
 * What a stream holds, as its leader said at a moment.
 *
 * @param first sequence of its first event; one more than the last when it is empty
 * @param last sequence of the last event it ever stored
 * @param firstStoredAt when the first was stored; means nothing when it is empty
 * @param lastStoredAt when the last was stored, as far as the server knows
 */
record StreamBounds(long first, long last, Instant firstStoredAt, Instant lastStoredAt) {

	static StreamBounds of(StreamInfo info) {
		StreamState state = info.getStreamState();
		long last = state.getLastSequence();
		long first = (state.getMsgCount() > 0) ? state.getFirstSequence() : last + 1;
		return new StreamBounds(first, last, instant(state.getFirstTime()), instant(state.getLastTime()));
	}

	private static Instant instant(@Nullable ZonedDateTime time) {
		return (time != null) ? time.toInstant() : Instant.EPOCH;
	}

	boolean isEmpty() {
		return this.first > this.last;
	}

}
