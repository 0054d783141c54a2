package io.natsevents.listen;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Finds out during a disruption whether other instances pull from the same consumer. The
 * server counts requests that wait and does not say whose they are, so those that this
 * instance has abandoned look like those of another. But what is delivered to those comes
 * here. Not thread-safe.
 */
final class OtherInstances {

	private static final long NEVER = -1;

	private final NavigableSet<Long> received = new TreeSet<>();

	private long first = NEVER;

	private long before;

	/**
	 * Begin anew.
	 */
	void begin() {
		this.received.clear();
		this.first = NEVER;
	}

	/**
	 * A message has come to this instance.
	 * @param delivery the sequence of its delivery
	 */
	void received(long delivery) {
		this.received.add(delivery);
	}

	/**
	 * The sequence of the newest delivery that has come to this instance, or 0.
	 */
	long newest() {
		return this.received.isEmpty() ? 0 : this.received.last();
	}

	/**
	 * Judge what the server says.
	 * @param waiting how many requests wait; none of them is one that this instance knows
	 * to be outstanding
	 * @param abandoned how many of them may be ones that this instance has abandoned
	 * @param deliveries how many deliveries there were in all
	 * @return how many requests of others wait, as far as one can tell
	 */
	long requests(long waiting, int abandoned, long deliveries) {
		boolean known = this.first != NEVER;
		// What was delivered before the last look has come by now, if it came here
		boolean missing = known && this.before - this.first > receivedBetween(this.first, this.before);
		this.first = known ? this.first : deliveries;
		this.before = deliveries;
		return (abandoned == 0 || missing) ? waiting : Math.max(0, waiting - abandoned);
	}

	private int receivedBetween(long begin, long end) {
		return (end > begin) ? this.received.subSet(begin, false, end, true).size() : 0;
	}

}
