package io.natsevents.test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The live threads whose names begin with {@code jetstream-}.
 *
 * @param threads the threads
 */
record OwnThreads(Set<Thread> threads) {

	private static final String PREFIX = "jetstream-";

	static OwnThreads now() {
		return new OwnThreads(Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(PREFIX))
			.collect(Collectors.toUnmodifiableSet()));
	}

	/**
	 * Waits for threads that are not among these to end.
	 * @param deadline when to stop waiting, as {@link System#nanoTime()}
	 * @return one line for each that is still there
	 */
	List<String> startedSince(long deadline) {
		return now().threads.stream()
			.filter((thread) -> !this.threads.contains(thread))
			.filter((thread) -> !endsBefore(thread, deadline))
			.map((thread) -> "threads: %s is still running".formatted(thread.getName()))
			.sorted()
			.toList();
	}

	private static boolean endsBefore(Thread thread, long deadline) {
		try {
			long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
			if (millis > 0) {
				thread.join(millis);
			}
			return !thread.isAlive();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for %s to end".formatted(thread.getName()), ex);
		}
	}

}
