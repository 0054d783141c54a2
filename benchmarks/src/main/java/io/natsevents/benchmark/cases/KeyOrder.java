package io.natsevents.benchmark.cases;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sees whether the events of each key are handled in their order and one at a time.
 */
final class KeyOrder {

	private final Map<String, Long> running = new ConcurrentHashMap<>();

	private final Map<String, Long> last = new ConcurrentHashMap<>();

	private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

	/**
	 * The handler of an event has begun.
	 */
	void begin(String key, long number) {
		Long other = this.running.putIfAbsent(key, number);
		if (other != null) {
			this.violations.add("Event " + number + " of " + key + " was begun before the end of " + other);
		}
		Long before = this.last.put(key, number);
		if (before != null && before >= number) {
			this.violations.add("Event " + number + " of " + key + " was handled after " + before);
		}
	}

	/**
	 * The handler of an event is about to return.
	 */
	void end(String key, long number) {
		this.running.remove(key, number);
	}

	/**
	 * See that all was well, and begin anew.
	 * @throws IllegalStateException when it was not
	 */
	void verify() {
		this.last.clear();
		if (!this.violations.isEmpty()) {
			throw new IllegalStateException(
					this.violations.size() + " times the order was not kept, first: " + this.violations.peek());
		}
	}

}
