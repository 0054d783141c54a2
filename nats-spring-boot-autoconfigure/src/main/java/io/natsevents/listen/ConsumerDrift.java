package io.natsevents.listen;

import java.util.List;

/**
 * How the durable consumer on the server differs from the one the listener needs, since
 * somebody has changed it.
 *
 * @param differences each as {@code field: is -> should be}; empty when there are none
 * @param missed filter subjects of the listener whose events the consumer passes over
 */
record ConsumerDrift(List<String> differences, List<String> missed) {

	static final ConsumerDrift NONE = new ConsumerDrift(List.of(), List.of());

	static ConsumerDrift of(ConsumerPlan plan) {
		List<String> differences = plan.differences();
		return differences.isEmpty() ? NONE : new ConsumerDrift(differences, plan.missed());
	}

	boolean isDifferent() {
		return !this.differences.isEmpty();
	}

	@Override
	public String toString() {
		String changed = "its consumer on the server differs: " + String.join(", ", this.differences);
		return this.missed.isEmpty() ? changed : changed + "; events of " + this.missed + " do not come";
	}

}
