package io.natsevents.listen;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.natsevents.connection.StoredTimes.Stored;
import io.natsevents.connection.StreamBounds;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is only in memory. Events are of the subject {@code a} when their
 * sequence is even, else of {@code b}.
 */
final class TestPlaces implements StreamPlaces {

	static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

	final TreeMap<Long, Instant> stored = new TreeMap<>();

	boolean silent;

	int asked;

	private long last;

	/**
	 * Store events, one each second.
	 */
	void store(long first, long last, long second) {
		for (long sequence = first; sequence <= last; sequence++) {
			this.stored.put(sequence, BEGIN.plusSeconds(second + sequence));
		}
		this.last = Math.max(this.last, last);
	}

	void goBackTo(long end) {
		this.stored.tailMap(end, false).clear();
		this.last = end;
	}

	@Override
	public StreamBounds bounds() throws IOException {
		ask();
		return new StreamBounds(this.stored.firstKey(), this.last, this.stored.firstEntry().getValue(),
				this.stored.lastEntry().getValue());
	}

	@Override
	public @Nullable Stored at(long sequence) throws IOException {
		ask();
		Instant found = this.stored.get(sequence);
		return (found != null) ? new Stored(sequence, found) : null;
	}

	@Override
	public @Nullable Stored next(long sequence, List<String> subjects) throws IOException {
		ask();
		for (Map.Entry<Long, Instant> each : this.stored.tailMap(sequence).entrySet()) {
			if (subjects.contains(">") || subjects.contains((each.getKey() % 2 == 0) ? "a" : "b")) {
				return new Stored(each.getKey(), each.getValue());
			}
		}
		return null;
	}

	private void ask() throws IOException {
		this.asked++;
		if (this.silent) {
			throw new IOException("no answer");
		}
	}

}
