package io.natsevents.listen;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * Finds out from one look at stream and consumer to the next which events were discarded
 * before they were delivered. What it finds is certain, so its counts are lower bounds.
 * <p>
 * The floor of the acknowledgements proves nothing: it stays low for ever when a filter
 * lets few events through, and the server moves it over events that were discarded.
 * <p>
 * A consumer that is to deliver every event of its stream has passed over what lies
 * between its last sequence and the stream's first, and has skipped what its sequence
 * grew by without a delivery. Any other one has missed events that waited. Not
 * thread-safe.
 */
final class MissedEventsDetector {

	private final InstantSource clock;

	private final WaitingEvents waiting;

	private @Nullable StreamSnapshot stream;

	private @Nullable ConsumerProgress before;

	private long suspected;

	private long suspectedUpTo;

	private long counted;

	/**
	 * Begin without having looked.
	 * @param clock tells when something is noticed
	 * @param waiting finds out about the events of a consumer of some types
	 */
	MissedEventsDetector(InstantSource clock, WaitingEvents waiting) {
		this.clock = clock;
		this.waiting = waiting;
	}

	/**
	 * Begin with where the consumer stood before anything was asked of it, unless there
	 * is a beginning already.
	 */
	void begin(ConsumerProgress progress) {
		if (this.before == null) {
			restart(progress);
		}
	}

	/**
	 * Judge what the server says now.
	 * @param asked the stream, asked before the consumer: what was discarded in between
	 * proves nothing
	 * @param now the consumer
	 * @return what was missed and not reported yet, or {@code null} for nothing
	 */
	@Nullable MissedEvents observe(StreamSnapshot asked, ConsumerProgress now) {
		StreamSnapshot known = this.stream;
		ConsumerProgress earlier = this.before;
		this.stream = asked;
		if (earlier == null || !now.continues(earlier) || asked.superseding()
				|| (known != null && !known.created().equals(asked.created()))) {
			restart(now);
			return (asked.superseding() || asked.isCoveredBy(now.filters())) ? null : this.waiting.observe(now);
		}
		if (asked.isCoveredBy(now.filters())) {
			return ofAll(earlier, now, asked, known);
		}
		this.before = now;
		return this.waiting.observe(now);
	}

	private void restart(ConsumerProgress now) {
		goOnFrom(now);
		this.counted = 0;
		this.waiting.begin(now);
	}

	private void goOnFrom(ConsumerProgress now) {
		this.before = now;
		this.suspected = 0;
	}

	private @Nullable MissedEvents ofAll(ConsumerProgress earlier, ConsumerProgress now, StreamSnapshot asked,
			@Nullable StreamSnapshot known) {
		MissedEvents skipped = skipped(earlier, now, asked);
		// A replica of a cluster may be behind for a moment, so what the stream said the
		// time before counts
		long first = Math.max(now.delivered(), this.counted) + 1;
		long last = (known != null) ? known.first() - 1 : 0;
		if (last < first) {
			return skipped;
		}
		this.counted = last;
		MissedEvents passed = new MissedEvents(last - first + 1, first, last, this.clock.instant());
		return (skipped != null) ? skipped.and(passed) : passed;
	}

	private @Nullable MissedEvents skipped(ConsumerProgress earlier, ConsumerProgress now, StreamSnapshot asked) {
		long reported = Math.max(0, Math.min(this.counted, now.delivered()) - earlier.delivered());
		long skipped = now.delivered() - earlier.delivered() - (now.deliveries() - earlier.deliveries()) - reported
				- asked.deleted();
		long last = confirmedUpTo(skipped, earlier, now, asked);
		if (last == 0) {
			return null;
		}
		long first = Math.max(this.counted, earlier.delivered()) + 1;
		last = Math.max(Math.min(last, now.delivered()), first + skipped - 1);
		return new MissedEvents(skipped, first, last, this.clock.instant());
	}

	/**
	 * What looks like a loss must do so twice in a row: the stream may have discarded the
	 * events after it was asked, and a leader that was just elected may not know all of
	 * them yet.
	 * @return the sequence up to which the stream has discarded them, or 0 while nothing
	 * is certain
	 */
	private long confirmedUpTo(long lost, ConsumerProgress earlier, ConsumerProgress now, StreamSnapshot asked) {
		long last = asked.first() - 1;
		if (lost > 0 && this.suspected == 0) {
			this.suspected = lost;
			this.suspectedUpTo = last;
			return 0;
		}
		boolean certain = lost > 0 && last > earlier.delivered();
		boolean same = lost == this.suspected && this.suspectedUpTo > earlier.delivered();
		goOnFrom(now);
		return certain ? (same ? this.suspectedUpTo : last) : 0;
	}

}
