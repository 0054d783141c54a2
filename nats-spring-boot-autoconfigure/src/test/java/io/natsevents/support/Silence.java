package io.natsevents.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Writes down when something succeeded, and finds the longest time without.
 */
public final class Silence {

	private final List<Long> successes = new CopyOnWriteArrayList<>();

	public void broken() {
		this.successes.add(System.nanoTime());
	}

	/**
	 * How often it has been broken.
	 */
	public int size() {
		return this.successes.size();
	}

	/**
	 * The successes, as {@link System#nanoTime()}.
	 * @param from how many of the first ones to leave out
	 */
	public List<Long> successes(int from) {
		return this.successes.stream().skip(from).toList();
	}

	/**
	 * The longest time between two successes.
	 * @param since leave out what ended before this {@link System#nanoTime()}
	 */
	public Duration longest(long since) {
		long longest = 0;
		long before = this.successes.get(0);
		for (long success : this.successes) {
			if (success >= since) {
				longest = Math.max(longest, success - before);
			}
			before = Math.max(before, success);
		}
		return Duration.ofNanos(longest);
	}

}
