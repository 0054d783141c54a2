package io.natsevents.publish;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.natsevents.publish.StreamHeight.Era;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Notices streams that go back: an event stored at or below the highest sequence that was
 * confirmed when the event was sent. Costs a look into a map for each event.
 */
final class StreamHeights {

	private static final Log logger = LogFactory.getLog(EventPublisher.class);

	private final Map<String, StreamHeight> heightsByStream = new ConcurrentHashMap<>();

	private final Map<String, StreamHeight> heightsBySubject = new ConcurrentHashMap<>();

	private final Map<String, StreamWentBack> wentBack = new ConcurrentHashMap<>();

	private final PublishObserver observer;

	private final InstantSource clock;

	StreamHeights(PublishObserver observer, InstantSource clock) {
		this.observer = observer;
		this.clock = clock;
	}

	/**
	 * What an event that is first sent now will be judged by.
	 * @return {@code null} when nothing was stored under the subject yet
	 */
	@Nullable Era eraOf(String subject) {
		StreamHeight height = this.heightsBySubject.get(subject);
		return (height != null) ? height.era() : null;
	}

	/**
	 * Take note of an event that was stored, and is no duplicate.
	 */
	void stored(String subject, String stream, long sequence, @Nullable Era sentIn, long heightWhenSent) {
		StreamHeight height = this.heightsBySubject.get(subject);
		if (height == null || !height.stream().equals(stream)) {
			height = this.heightsByStream.computeIfAbsent(stream, StreamHeight::new);
			this.heightsBySubject.put(subject, height);
		}
		long from = height.stored(sequence, sentIn, heightWhenSent);
		if (from > 0) {
			report(new StreamWentBack(stream, from, sequence, this.clock.instant()));
		}
	}

	private void report(StreamWentBack found) {
		this.wentBack.put(found.stream(), found);
		logger.error("Stream " + found.stream() + " went back: it had confirmed sequence " + found.from()
				+ " and has now stored an event at " + found.to()
				+ ". It lost events in a power failure, or was restored from a copy, or was deleted and created again."
				+ " Publish what it lost again, and look at the durables that read it");
		this.observer.streamWentBack(found);
	}

	/**
	 * The last time each stream went back, by its name.
	 */
	Map<String, StreamWentBack> wentBack() {
		return Map.copyOf(this.wentBack);
	}

}
