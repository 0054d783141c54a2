package io.natsevents.campaign.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.fleet.Note;

/**
 * The longest time without a success while something was done, and around it.
 *
 * @param from when to begin to look
 * @param to when to end
 * @param pauses times in which nobody could succeed, each with its begin and its end
 */
record Silence(long from, long to, List<Silence.Pause> pauses) {

	/** Who succeeds as often as this succeeds all the while. */
	private static final long STEADY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long BEFORE_NANOS = TimeUnit.SECONDS.toNanos(1);

	static Silence around(Strike strike) {
		return new Silence(strike.begin() - BEFORE_NANOS, strike.end(), List.of());
	}

	/**
	 * The same without the times in which the fault itself kept events from everybody.
	 */
	static Silence ofHandlers(Strike strike) {
		List<Pause> pauses = new ArrayList<>();
		long begin = 0;
		for (Note note : strike.notes()) {
			if (note.kind() == Note.Kind.UNATTENDED) {
				begin = note.nanos();
			}
			else if (note.kind() == Note.Kind.ATTENDED && begin != 0) {
				pauses.add(new Pause(begin, note.nanos()));
				begin = 0;
			}
		}
		return new Silence(strike.begin() - BEFORE_NANOS, strike.end(), pauses);
	}

	/**
	 * Find the longest.
	 * @param successes when something succeeded
	 * @return milliseconds
	 */
	long longest(Stream<Long> successes) {
		long[] sorted = successes.mapToLong(Long::longValue)
			.filter((at) -> at >= this.from && at <= this.to)
			.sorted()
			.toArray();
		long longest = 0;
		long before = this.from;
		for (long at : sorted) {
			longest = Math.max(longest, between(before, at));
			before = at;
		}
		return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, between(before, this.to)));
	}

	/**
	 * Find the longest time of it in which somebody else succeeded all the while.
	 * @param successes when something succeeded
	 * @param others when the other one succeeded
	 * @return milliseconds
	 */
	long longestBeyond(Stream<Long> successes, Stream<Long> others) {
		NavigableSet<Long> ours = successes.filter(this::isWithin).collect(Collectors.toCollection(TreeSet::new));
		long longest = 0;
		long begin = this.from;
		long before = this.from;
		for (long at : others.filter(this::isWithin).sorted().toList()) {
			begin = (at - before > STEADY_NANOS) ? at : begin;
			before = at;
			Long last = ours.floor(at);
			longest = Math.max(longest, between(Math.max(begin, (last != null) ? last : this.from), at));
		}
		return TimeUnit.NANOSECONDS.toMillis(longest);
	}

	private boolean isWithin(long at) {
		return at >= this.from && at <= this.to;
	}

	private long between(long begin, long end) {
		return end - begin - this.pauses.stream().mapToLong((pause) -> pause.within(begin, end)).sum();
	}

	/**
	 * A time in which nobody could succeed.
	 */
	record Pause(long begin, long end) {

		private long within(long from, long to) {
			return Math.max(0, Math.min(this.end, to) - Math.max(this.begin, from));
		}

	}

}
