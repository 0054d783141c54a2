package io.natsevents.publish;

import java.util.List;

/**
 * What became of a collection of events.
 *
 * @param receipts of the confirmed events, in the order they were passed
 * @param failures of the others, in the order they were passed
 */
public record PublishResults(List<PublishReceipt> receipts, List<PublishFailure> failures) {

	public PublishResults {
		receipts = List.copyOf(receipts);
		failures = List.copyOf(failures);
	}

	/**
	 * Whether every event was confirmed.
	 * @return {@code true} when there is no failure
	 */
	public boolean allConfirmed() {
		return this.failures.isEmpty();
	}

}
