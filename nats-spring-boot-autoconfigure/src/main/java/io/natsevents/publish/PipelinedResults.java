package io.natsevents.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The results of a collection of events, in the order they were begun. Not thread-safe.
 */
final class PipelinedResults {

	private final List<CompletableFuture<PublishReceipt>> results;

	private int inspected;

	private boolean outage;

	PipelinedResults(int capacity) {
		this.results = new ArrayList<>(capacity);
	}

	void add(CompletableFuture<PublishReceipt> result) {
		this.results.add(result);
	}

	CompletableFuture<PublishReceipt> get(int index) {
		return this.results.get(index);
	}

	/**
	 * Whether an event has failed in a way that would hit those behind it too. They would
	 * each wait as long, one window after the other.
	 */
	boolean outage() {
		while (!this.outage && this.inspected < this.results.size() && this.results.get(this.inspected).isDone()) {
			this.outage = failedForNow(this.results.get(this.inspected++));
		}
		return this.outage;
	}

	private static boolean failedForNow(CompletableFuture<PublishReceipt> result) {
		return result.isCompletedExceptionally() && result
			.handle((receipt, failure) -> failure instanceof EventPublishException exception && exception.isRetryable())
			.join();
	}

}
