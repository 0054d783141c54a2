package io.natsevents.campaign.judge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of a stream of which every event is lost that was confirmed.
 *
 * @param stream name of the stream
 * @param first sequence of the first
 * @param last sequence of the last
 * @param events how many there are
 */
record LostRange(String stream, long first, long last, int events) {

	/**
	 * Find the ranges. An event that was kept ends one; sequences of which nothing is
	 * known do not.
	 * @param stream name of the stream
	 * @param lost sequences of the events that are lost
	 * @param kept sequences of the others
	 */
	static List<LostRange> of(String stream, Collection<Long> lost, Set<Long> kept) {
		TreeSet<Long> all = new TreeSet<>(kept);
		all.addAll(lost);
		List<LostRange> ranges = new ArrayList<>();
		LostRange open = null;
		for (long sequence : all) {
			if (lost.contains(sequence)) {
				open = (open != null) ? new LostRange(stream, open.first, sequence, open.events + 1)
						: new LostRange(stream, sequence, sequence, 1);
			}
			else if (open != null) {
				ranges.add(open);
				open = null;
			}
		}
		if (open != null) {
			ranges.add(open);
		}
		return ranges;
	}

	@Override
	public String toString() {
		return "%s %d-%d (%d events)".formatted(this.stream, this.first, this.last, this.events);
	}

}
