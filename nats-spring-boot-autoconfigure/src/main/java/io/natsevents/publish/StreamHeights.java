package io.natsevents.publish;

import java.time.InstantSource;
import java.util.List;
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
	 * The present eras of all streams.
	 */
	List<Era> eras() {
		return this.heightsByStream.values().stream().map(StreamHeight::era).toList();
	}

	/**
	 * Take note of an event that was stored, and is no duplicate.
	 */
	void stored(String subject, String stream, ConfirmedEvent event, @Nullable Era sentIn,
			@Nullable ConfirmedEvent highestWhenSent) {
		StreamHeight height = this.heightsBySubject.get(subject);
		if (height == null || !height.stream().equals(stream)) {
			height = this.heightsByStream.computeIfAbsent(stream, StreamHeight::new);
			this.heightsBySubject.put(subject, height);
		}
		long from = height.stored(event, sentIn, highestWhenSent);
		if (from > 0) {
			report(new StreamWentBack(stream, from, event.sequence(), this.clock.instant()));
		}
	}

	/**
	 * Take note that a stream does not have an event any more.
	 */
	void lost(StreamDoubt proven) {
		if (proven.confirmedIn().lost(proven.confirmed())) {
			report(new StreamWentBack(proven.stream(), proven.sequence(), proven.lostFrom(), this.clock.instant()));
		}
	}

	private void report(StreamWentBack found) {
		this.wentBack.put(found.stream(), found);
		logger.error("Stream " + found.stream() + " went back: it had confirmed sequence " + found.from()
				+ " to this application, and lost what it held from " + found.to() + " on"
				+ ((found.to() == found.from()) ? ", or from lower, where others have published since" : "")
				+ ". There was a power failure, or it was restored from a copy, or deleted and created again."
				+ " Publish what it lost again, and replay what it stores at these sequences: durables that stand"
				+ " further on than it does pass that over");
		this.observer.streamWentBack(found);
	}

	/**
	 * The last time each stream went back, by its name.
	 */
	Map<String, StreamWentBack> wentBack() {
		return Map.copyOf(this.wentBack);
	}

}
