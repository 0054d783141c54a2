package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells when the event about a user was handled for the first time.
 */
final class Arrivals {

	private final Map<String, CompletableFuture<Long>> times = new ConcurrentHashMap<>();

	void handled(String userId) {
		time(userId).complete(System.nanoTime());
	}

	/**
	 * Wait for an event.
	 * @param userId the user it is about
	 * @param limit how long to wait at most
	 * @return when it was handled, in terms of {@link System#nanoTime()}; empty when it
	 * was not
	 */
	OptionalLong await(String userId, Duration limit) throws InterruptedException, ExecutionException {
		try {
			return OptionalLong.of(time(userId).get(limit.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (TimeoutException ex) {
			return OptionalLong.empty();
		}
	}

	private CompletableFuture<Long> time(String userId) {
		return this.times.computeIfAbsent(userId, (key) -> new CompletableFuture<>());
	}

}
