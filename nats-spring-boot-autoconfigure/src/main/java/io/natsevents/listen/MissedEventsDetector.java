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
 * grew by without a delivery. Any other one has missed what waited for it and was neither
 * delivered since nor waits any more; where new events hide that, it shows when the
 * stream has discarded everything it held when there was a backlog. Not thread-safe.
 */
final class MissedEventsDetector {

	private final InstantSource clock;

	private @Nullable StreamSnapshot stream;

	private @Nullable ConsumerProgress before;

	private @Nullable Backlog backlog;

	private long suspected;

	private long suspectedUpTo;

	private long counted;

	MissedEventsDetector(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Begin with where the consumer stood before anything was asked of it, unless there
	 * is a beginning already.
	 */
	void begin(ConsumerProgress progress) {
		if (this.before == null) {
			this.before = progress;
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
			return null;
		}
		return asked.isCoveredBy(now.filters()) ? ofAll(earlier, now, asked, known) : ofFiltered(earlier, now, asked);
	}

	private void restart(ConsumerProgress now) {
		goOnFrom(now);
		this.backlog = Backlog.of(now);
		this.counted = 0;
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

	private @Nullable MissedEvents ofFiltered(ConsumerProgress earlier, ConsumerProgress now, StreamSnapshot asked) {
		Backlog watched = this.backlog;
		if (watched != null && watched.end() == Backlog.UNKNOWN) {
			watched = watched.endingAt(asked.last());
		}
		MissedEvents missed = null;
		long overdue = (watched != null) ? watched.missing(now) : 0;
		long gone = earlier.pending() - (now.deliveries() - earlier.deliveries()) - now.pending();
		if (watched != null && overdue > 0 && asked.first() > watched.end()) {
			goOnFrom(now);
			missed = new MissedEvents(overdue, watched.begin() + 1, watched.end(), this.clock.instant());
			watched = null;
		}
		else {
			long last = confirmedUpTo(gone, earlier, now, asked);
			if (last > 0) {
				missed = new MissedEvents(gone, earlier.delivered() + 1, last, this.clock.instant());
				watched = (watched != null) ? watched.reported(gone) : null;
			}
		}
		boolean done = watched == null || watched.missing(now) <= 0;
		this.backlog = done ? Backlog.of(now) : watched;
		return missed;
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

	/**
	 * Events that waited at one time.
	 *
	 * @param pending how many
	 * @param begin they are behind this sequence of the stream
	 * @param deliveries how many deliveries there had been
	 * @param end last sequence of the stream, asked afterwards
	 * @param reported how many of them are known to be missed
	 */
	private record Backlog(long pending, long begin, long deliveries, long end, long reported) {

		private static final long UNKNOWN = Long.MAX_VALUE;

		private static @Nullable Backlog of(ConsumerProgress now) {
			return (now.pending() > 0) ? new Backlog(now.pending(), now.delivered(), now.deliveries(), UNKNOWN, 0)
					: null;
		}

		private Backlog endingAt(long last) {
			return new Backlog(this.pending, this.begin, this.deliveries, last, this.reported);
		}

		private Backlog reported(long count) {
			return new Backlog(this.pending, this.begin, this.deliveries, this.end, this.reported + count);
		}

		private long missing(ConsumerProgress now) {
			return this.pending - (now.deliveries() - this.deliveries) - this.reported;
		}

	}

}
