package io.natsevents.listen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes down when handlers begin and end with events, and judges whether the events of
 * each key were first begun after all earlier ones had been ended. The number of an event
 * is its place among those of its key, from 0.
 */
final class FleetJournal {

	private final List<Entry> entries = new ArrayList<>();

	synchronized void begin(String instance, String key, int number) {
		this.entries.add(new Entry(instance, key, number, true));
	}

	synchronized void end(String instance, String key, int number) {
		this.entries.add(new Entry(instance, key, number, false));
	}

	synchronized int ended() {
		return this.entries.stream()
			.filter((entry) -> !entry.begins())
			.map((entry) -> entry.key() + " " + entry.number())
			.collect(Collectors.toSet())
			.size();
	}

	synchronized long endedBy(String instance) {
		return this.entries.stream().filter((entry) -> !entry.begins() && entry.instance().equals(instance)).count();
	}

	/**
	 * What broke the promise.
	 */
	synchronized List<String> violations() {
		List<String> violations = new ArrayList<>();
		Map<String, Set<Integer>> done = new HashMap<>();
		Set<String> begun = new HashSet<>();
		for (Entry entry : this.entries) {
			Set<Integer> ended = done.computeIfAbsent(entry.key(), (key) -> new HashSet<>());
			if (!entry.begins()) {
				ended.add(entry.number());
			}
			else if (begun.add(entry.key() + " " + entry.number())) {
				for (int earlier = 0; earlier < entry.number(); earlier++) {
					if (!ended.contains(earlier)) {
						violations.add(entry + " before the end of " + earlier);
					}
				}
			}
		}
		return violations;
	}

	private record Entry(String instance, String key, int number, boolean begins) {
	}

}
