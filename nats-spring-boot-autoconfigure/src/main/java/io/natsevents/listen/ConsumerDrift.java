package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;

import io.nats.client.api.ConsumerConfiguration;
import io.natsevents.stream.SubjectPattern;

/**
 * How the durable consumer on the server differs from the one the listener needs, since
 * somebody has changed it. A pure function of both.
 *
 * @param differences each as {@code field: is -> should be}; empty when there are none
 * @param missed filter subjects of the listener whose events the consumer passes over
 */
record ConsumerDrift(List<String> differences, List<String> missed) {

	static final ConsumerDrift NONE = new ConsumerDrift(List.of(), List.of());

	static ConsumerDrift between(ConsumerConfiguration wanted, ConsumerConfiguration actual) {
		ConsumerPlan plan = ConsumerPlan.compare(wanted, actual);
		if (plan.changes().isEmpty() && plan.conflicts().isEmpty()) {
			return NONE;
		}
		List<String> differences = new ArrayList<>(plan.conflicts());
		differences.addAll(plan.changes());
		List<SubjectPattern> delivered = ConsumerPlan.subjects(actual).stream().map(SubjectPattern::new).toList();
		List<String> missed = ConsumerPlan.subjects(wanted)
			.stream()
			.filter((subject) -> !delivered.isEmpty()
					&& delivered.stream().noneMatch((pattern) -> pattern.matches(subject)))
			.toList();
		return new ConsumerDrift(List.copyOf(differences), missed);
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
