package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;

import io.natsevents.event.EventPartition;

/**
 * The part of a listener that handles the events of one partition of its stream.
 *
 * @param number the partition, from 0
 * @param count how many there are
 * @param undivided durable consumer of the listener while its events are not divided
 */
record Partition(int number, int count, String undivided) {

	/**
	 * Durable consumer of the partition.
	 */
	String durable() {
		return this.undivided + "-p" + this.number;
	}

	/**
	 * Whether a durable consumer is that of a partition of the listener.
	 * @param undivided durable consumer of the listener while its events are not divided
	 * @param durable the durable consumer
	 */
	static boolean isOneOf(String undivided, String durable) {
		return numberOf(undivided, durable) >= 0;
	}

	/**
	 * The partition a durable consumer is for.
	 * @return its number, or -1 when it is for none of the listener
	 */
	static int numberOf(String undivided, String durable) {
		String prefix = undivided + "-p";
		if (!durable.startsWith(prefix)) {
			return -1;
		}
		String number = durable.substring(prefix.length());
		return number.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(number) : -1;
	}

	/**
	 * The subjects to ask the server for. Those without a partition belong to the first.
	 * @param subjects subjects of the events of the listener, without partitions
	 */
	List<String> filters(List<String> subjects) {
		List<String> all = new ArrayList<>(
				subjects.stream().map((subject) -> EventPartition.subject(subject, this.number)).toList());
		if (this.number == 0) {
			all.addAll(subjects);
		}
		return SubjectFilter.withoutOverlaps(all);
	}

	/**
	 * Whether an event is of this partition. A filter that ends in a wildcard lets others
	 * through.
	 */
	boolean holds(String subject) {
		String name = EventPartition.subjectWithout(subject);
		return name.equals(subject) ? this.number == 0 : subject.equals(EventPartition.subject(name, this.number));
	}

	@Override
	public String toString() {
		return "partition " + this.number + " of " + this.count;
	}

}
