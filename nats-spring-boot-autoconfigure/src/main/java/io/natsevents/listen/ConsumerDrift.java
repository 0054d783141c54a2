package io.natsevents.listen;

import java.util.List;

import io.natsevents.listen.ListenerState.Phase;

/**
 * How the durable consumer on the server differs from the one the listener needs, since
 * somebody has changed it.
 *
 * @param differences each as {@code field: is -> should be}; empty when there are none
 * @param missed filter subjects of the listener whose events the consumer passes over
 * @param unordered whether it delivers several events at a time although the listener
 * asks for one, to keep an order
 */
record ConsumerDrift(List<String> differences, List<String> missed, boolean unordered) {

	static final ConsumerDrift NONE = new ConsumerDrift(List.of(), List.of(), false);

	static ConsumerDrift of(ConsumerPlan plan) {
		List<String> differences = plan.differences();
		return differences.isEmpty() ? NONE : new ConsumerDrift(differences, plan.missed(), plan.unordered());
	}

	boolean isDifferent() {
		return !this.differences.isEmpty();
	}

	/**
	 * What a listener does that would be in another phase without it.
	 */
	Phase phase(Phase otherwise) {
		return !this.missed.isEmpty() ? Phase.MISSING_EVENTS : this.unordered ? Phase.OUT_OF_ORDER : otherwise;
	}

	@Override
	public String toString() {
		String changed = "its consumer on the server differs: " + String.join(", ", this.differences);
		String order = this.unordered
				? "; events may be handled at the same time, in no order, until max-ack-pending is 1 again" : "";
		return this.missed.isEmpty() ? changed + order
				: changed + order + "; events of " + this.missed + " do not come";
	}

}
