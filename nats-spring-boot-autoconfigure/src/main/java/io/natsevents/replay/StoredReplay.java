package io.natsevents.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.natsevents.event.EventTypePattern;
import io.natsevents.listen.ReplayableListener;
import org.jspecify.annotations.Nullable;

/**
 * What a replay is about, as it is kept in the metadata of its consumer.
 *
 * @param id its id
 * @param listener id of the listener
 * @param stream stream it reads
 * @param range which events
 * @param types which types, all of them handled by the listener
 * @param organizations which organizations; none means all
 * @param ratePerSecond how many events per second at most, or 0
 * @param started when it was begun
 */
record StoredReplay(String id, String listener, String stream, ReplayRange range, List<EventTypePattern> types,
		List<String> organizations, double ratePerSecond, Instant started) {

	private static final String PREFIX = ReplayableListener.REPLAY + ".";

	private static final String LISTENER = PREFIX + "listener";

	private static final String FIRST = PREFIX + "first";

	private static final String LAST = PREFIX + "last";

	private static final String TYPES = PREFIX + "types";

	private static final String ORGANIZATIONS = PREFIX + "organizations";

	private static final String RATE = PREFIX + "rate";

	private static final String STARTED = PREFIX + "started";

	private static final String SEPARATOR = "\n";

	Map<String, String> metadata() {
		Map<String, String> metadata = new LinkedHashMap<>();
		metadata.put(ReplayableListener.REPLAY, this.id);
		metadata.put(LISTENER, this.listener);
		metadata.put(FIRST, Long.toString(this.range.first()));
		metadata.put(LAST, Long.toString(this.range.last()));
		metadata.put(TYPES, String.join(SEPARATOR, this.types.stream().map(EventTypePattern::value).toList()));
		metadata.put(ORGANIZATIONS, String.join(SEPARATOR, this.organizations));
		metadata.put(RATE, Double.toString(this.ratePerSecond));
		metadata.put(STARTED, this.started.toString());
		return metadata;
	}

	/**
	 * Read what a consumer says.
	 * @return {@code null} when it is not one of a replay, or of one this version does
	 * not understand
	 */
	static @Nullable StoredReplay of(String stream, @Nullable Map<String, String> metadata) {
		if (metadata == null || !metadata.containsKey(ReplayableListener.REPLAY)) {
			return null;
		}
		try {
			return new StoredReplay(text(metadata, ReplayableListener.REPLAY), text(metadata, LISTENER), stream,
					new ReplayRange(Long.parseLong(text(metadata, FIRST)), Long.parseLong(text(metadata, LAST))),
					list(text(metadata, TYPES)).stream().map(EventTypePattern::parse).toList(),
					list(text(metadata, ORGANIZATIONS)), Double.parseDouble(text(metadata, RATE)),
					Instant.parse(text(metadata, STARTED)));
		}
		catch (DateTimeException | IllegalArgumentException | NullPointerException ex) {
			return null;
		}
	}

	private static String text(Map<String, String> metadata, String name) {
		return Objects.requireNonNull(metadata.get(name));
	}

	private static List<String> list(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR));
	}

	@Override
	public String toString() {
		return "Replay " + this.id + " of events " + this.range + " of stream " + this.stream + " into listener "
				+ this.listener;
	}

}
