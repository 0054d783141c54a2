package io.natsevents.listen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.natsevents.event.Event;

/**
 * Writes down what handlers do to events of several keys, numbered from 0 in each key,
 * and tells where the order was broken.
 */
final class OrderJournal {

	private final Map<String, Set<Integer>> begun = new HashMap<>();

	private final Map<String, Set<Integer>> done = new HashMap<>();

	private final Map<String, Integer> running = new HashMap<>();

	private final List<String> violations = new ArrayList<>();

	private final List<String> calls = new ArrayList<>();

	private int mostKeysAtATime;

	/**
	 * Events of a key, in order.
	 */
	static List<Event<Integer>> events(String type, String key, int count) {
		return Stream.iterate(0, (number) -> number + 1)
			.limit(count)
			.map((number) -> Event.of(type, number).partitionKey(key))
			.toList();
	}

	synchronized void begin(Event<Integer> event) {
		String key = String.valueOf(event.partitionKey());
		int number = event.data();
		this.calls.add(key + number);
		Integer other = this.running.put(key, number);
		if (other != null) {
			this.violations.add(key + number + " began while " + key + other + " ran");
		}
		this.mostKeysAtATime = Math.max(this.mostKeysAtATime, this.running.size());
		if (this.begun.computeIfAbsent(key, (any) -> new HashSet<>()).add(number)) {
			for (int earlier = 0; earlier < number; earlier++) {
				if (!doneOf(key).contains(earlier)) {
					this.violations.add(key + number + " began before " + key + earlier + " was done");
				}
			}
		}
	}

	/**
	 * A handler ends.
	 * @param settled whether its event is acknowledged or parked then
	 */
	synchronized void end(Event<Integer> event, boolean settled) {
		String key = String.valueOf(event.partitionKey());
		this.running.remove(key);
		if (settled) {
			doneOf(key).add(event.data());
		}
	}

	private Set<Integer> doneOf(String key) {
		return this.done.computeIfAbsent(key, (any) -> new HashSet<>());
	}

	synchronized int done() {
		return this.done.values().stream().mapToInt(Set::size).sum();
	}

	synchronized int done(String key) {
		return doneOf(key).size();
	}

	synchronized int mostKeysAtATime() {
		return this.mostKeysAtATime;
	}

	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	/**
	 * What was handled, such as {@code a0}, in the order it began.
	 */
	synchronized List<String> calls() {
		return List.copyOf(this.calls);
	}

}
