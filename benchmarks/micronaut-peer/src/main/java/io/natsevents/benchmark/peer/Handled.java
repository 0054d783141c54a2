package io.natsevents.benchmark.peer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Counts the events that a round has handled and measures from the first to the last one.
 * A listener of micronaut-nats has one thread, the only one that counts.
 */
final class Handled {

	private static final long LIMIT_SECONDS = 120;

	private final int events;

	private final CompletableFuture<Cost> first = new CompletableFuture<>();

	private final CompletableFuture<Cost> last = new CompletableFuture<>();

	private volatile int count;

	/**
	 * Count to an end.
	 * @param events how many events the round has, at least 2
	 */
	Handled(int events) {
		this.events = events;
	}

	void add() {
		int handled = this.count + 1;
		this.count = handled;
		if (handled == 1) {
			this.first.complete(Cost.now());
		}
		if (handled == this.events) {
			this.last.complete(Cost.now());
		}
	}

	/**
	 * Wait for the last event.
	 * @return the line of the round
	 * @throws Exception when it does not come within two minutes
	 */
	String await() throws Exception {
		try {
			Cost end = this.last.get(LIMIT_SECONDS, TimeUnit.SECONDS);
			return end.since(this.first.join(), this.events - 1);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(
					"Of %d events only %d were handled within %d s".formatted(this.events, this.count, LIMIT_SECONDS),
					ex);
		}
	}

}
