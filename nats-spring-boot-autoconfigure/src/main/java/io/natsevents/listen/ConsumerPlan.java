package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.natsevents.stream.ConfigurationFields;
import io.natsevents.stream.SubjectPattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares the durable consumer a listener needs with the one the server has. A pure
 * function.
 * <p>
 * Filter subjects, ack-wait, max-ack-pending, max-deliver and backoff can be changed in
 * place; the acknowledgement policy, and whether it pushes, cannot (tried on nats-server
 * 2.15.1 and 2.10.27). Where the consumer began to deliver counts at its creation only
 * and is never compared.
 *
 * @param changes what is to be changed, each as {@code field: from -> to}
 * @param conflicts what would have to be changed but cannot be
 * @param missed filter subjects of the listener whose events the consumer passes over
 * @param unordered whether it delivers several events at a time although the listener
 * asks for one, to keep an order
 * @param application the application that looks after it, or {@code null} when none does
 * @param target the configuration after the changes, looked after by whoever wants it
 * unless somebody does already
 */
record ConsumerPlan(List<String> changes, List<String> conflicts, List<String> missed, boolean unordered,
		@Nullable String application, ConsumerConfiguration target) {

	private static final long UNLIMITED = -1;

	static ConsumerPlan compare(ConsumerConfiguration wanted, ConsumerConfiguration actual) {
		List<String> changes = new ArrayList<>();
		List<String> conflicts = new ArrayList<>();
		compare("acknowledgement policy", actual.getAckPolicy(), AckPolicy.Explicit, conflicts);
		compare("deliver subject", Objects.toString(actual.getDeliverSubject(), ""), "", conflicts);
		compare("filter subjects", new TreeSet<>(subjects(actual)), new TreeSet<>(subjects(wanted)), changes);
		compare("ack-wait", Objects.requireNonNullElse(actual.getAckWait(), Duration.ZERO), wanted.getAckWait(),
				changes);
		compare("max-ack-pending", actual.getMaxAckPending(), wanted.getMaxAckPending(), changes);
		compare("max-deliver", actual.getMaxDeliver(), UNLIMITED, changes);
		compare("backoff", actual.getBackoff(), List.<Duration>of(), changes);
		String application = metadata(actual).get(UnusedDurables.APPLICATION);
		Map<String, String> metadata = new HashMap<>(metadata(wanted));
		metadata.putAll(metadata(actual));
		ConsumerConfiguration target = ConsumerConfiguration.builder(actual)
			.filterSubjects(wanted.getFilterSubjects())
			.ackWait(wanted.getAckWait())
			.maxAckPending(wanted.getMaxAckPending())
			.maxDeliver(UNLIMITED)
			.backoff(new Duration[0])
			.metadata(metadata)
			.build();
		boolean unordered = wanted.getMaxAckPending() == 1 && actual.getMaxAckPending() != 1;
		return new ConsumerPlan(changes, conflicts, missed(subjects(wanted), subjects(actual)), unordered, application,
				target);
	}

	/**
	 * The same plan with what customizers change beside.
	 */
	ConsumerPlan customizedBy(ConsumerCustomization customization) {
		ConsumerConfiguration customized = customization.apply(this.target);
		if (customized == this.target) {
			return this;
		}
		List<String> all = new ArrayList<>(this.changes);
		ConfigurationFields.of(this.target)
			.differencesTo(ConfigurationFields.of(customized))
			.forEach((difference) -> all.add(difference.toString()));
		return new ConsumerPlan(all, this.conflicts, this.missed, this.unordered, this.application, customized);
	}

	/**
	 * Whether an update is called for; also one that nobody looks after is taken over by
	 * one.
	 */
	boolean needsUpdate() {
		return !this.changes.isEmpty() || this.application == null;
	}

	/**
	 * All differences, those first that cannot be changed.
	 */
	List<String> differences() {
		List<String> differences = new ArrayList<>(this.conflicts);
		differences.addAll(this.changes);
		return List.copyOf(differences);
	}

	/**
	 * Print all differences.
	 */
	String describe() {
		return String.join(", ", differences());
	}

	private static List<String> missed(List<String> wanted, List<String> actual) {
		List<SubjectPattern> delivered = actual.stream().map(SubjectPattern::new).toList();
		return wanted.stream()
			.filter((subject) -> !delivered.isEmpty()
					&& delivered.stream().noneMatch((pattern) -> pattern.matches(subject)))
			.toList();
	}

	private static Map<String, String> metadata(ConsumerConfiguration configuration) {
		Map<String, String> metadata = configuration.getMetadata();
		return (metadata != null) ? metadata : Map.of();
	}

	private static List<String> subjects(ConsumerConfiguration configuration) {
		List<String> subjects = configuration.getFilterSubjects();
		return (subjects != null) ? subjects : List.of();
	}

	private static void compare(String field, Object actual, Object wanted, List<String> differences) {
		if (!actual.equals(wanted)) {
			differences.add(field + ": " + actual + " -> " + wanted);
		}
	}

}
