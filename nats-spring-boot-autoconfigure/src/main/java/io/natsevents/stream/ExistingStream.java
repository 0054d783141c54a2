package io.natsevents.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;

/**
 * What the server has under a stream's name.
 *
 * @param configuration its configuration
 * @param messages how many events are stored
 * @param bytes how many bytes they take
 * @param subjects how many different subjects they have
 * @param oldestAge the age of the oldest one, zero when none is stored
 * @param durables the filters of its durable consumers by their names, none for
 * everything; empty unless they matter
 */
public record ExistingStream(StreamConfiguration configuration, long messages, long bytes, long subjects,
		Duration oldestAge, Map<String, List<String>> durables) {

	public ExistingStream {
		durables = Collections.unmodifiableMap(new TreeMap<>(durables));
	}

	/**
	 * Take the facts the plan needs out of the server's answer.
	 * @param info the server's answer
	 * @param now the time to use if the server does not tell its own
	 * @return the facts
	 */
	public static ExistingStream of(StreamInfo info, Instant now) {
		StreamState state = info.getStreamState();
		ZonedDateTime oldest = state.getFirstTime();
		Instant serverTime = (info.getTimestamp() != null) ? info.getTimestamp().toInstant() : now;
		// An empty stream reports the year 1.
		Duration age = (state.getMsgCount() > 0 && oldest != null) ? Duration.between(oldest.toInstant(), serverTime)
				: Duration.ZERO;
		return new ExistingStream(info.getConfiguration(), state.getMsgCount(), state.getByteCount(),
				state.getSubjectCount(), age, Map.of());
	}

	ExistingStream durables(Map<String, List<String>> found) {
		return new ExistingStream(this.configuration, this.messages, this.bytes, this.subjects, this.oldestAge, found);
	}

}
