package io.natsevents.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

import io.nats.client.api.StreamConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an application and a stream agree on partitions. They must: events of
 * one key in two partitions, or in none, are in no order.
 */
final class PartitionRules {

	private static final String FIELD = "partitions";

	private PartitionRules() {
	}

	static Optional<FieldDifference> difference(StreamDefinition definition, StreamConfiguration present) {
		Integer declared = definition.settings().partitions();
		OptionalInt actual = StreamPartitions.of(present);
		boolean equal = (declared != null) ? actual.equals(OptionalInt.of(declared)) : actual.isEmpty();
		return equal ? Optional.empty() : Optional.of(new FieldDifference(FIELD, text(declared), text(actual)));
	}

	/**
	 * Whether a stream that is there would be given partitions.
	 */
	static boolean areTurnedOn(StreamDefinition definition, StreamConfiguration present) {
		return definition.settings().partitions() != null && StreamPartitions.of(present).isEmpty();
	}

	/**
	 * Which streams are divided otherwise than declared, by what kept streams from being
	 * put in place.
	 */
	static Set<String> differing(RuntimeException failure) {
		if (failure instanceof StreamVerificationException unverified) {
			return unverified.getPlan()
				.streams()
				.stream()
				.filter((planned) -> differ(planned.differences()))
				.map((planned) -> planned.definition().name())
				.collect(Collectors.toSet());
		}
		return (failure instanceof StreamNotChangeableException refused && refused.getStream() != null
				&& differ(refused.getDifferences())) ? Set.of(refused.getStream()) : Set.of();
	}

	private static boolean differ(List<FieldDifference> differences) {
		return differences.stream().anyMatch((difference) -> difference.field().equals(FIELD));
	}

	/**
	 * Why the declaration cannot stand beside what the server has.
	 * @return each with both values and the way out; empty when nothing differs, or
	 * partitions may be turned on
	 */
	static List<String> refusals(StreamDefinition definition, ExistingStream existing, ProvisioningSettings settings) {
		StreamConfiguration present = existing.configuration();
		if (difference(definition, present).isEmpty()) {
			return List.of();
		}
		String property = "nats.jetstream.streams." + definition.name() + "." + FIELD;
		Integer declared = definition.settings().partitions();
		OptionalInt actual = StreamPartitions.of(present);
		if (declared == null) {
			return List.of("it has " + text(actual) + " partitions, and none are declared here, so this application"
					+ " would store events in none. Set " + property + "=" + text(actual));
		}
		if (actual.isPresent()) {
			return List.of("it has " + text(actual) + " partitions, and " + declared
					+ " are declared here, so one key would have two. Set " + property + "=" + text(actual)
					+ "; another number needs another stream");
		}
		String owner = StreamOwner.of(present.getMetadata());
		if (owner != null && !owner.equals(settings.owner())) {
			return List.of("it has no partitions, " + declared + " are declared here, and '" + owner + "' owns it. Set "
					+ property + "=" + declared + " in '" + owner
					+ "' and start that first, or take the property away here");
		}
		if (settings.mode() == ProvisioningMode.CREATE) {
			return List.of("it has no partitions, " + declared + " are declared here, and provisioning.mode is create,"
					+ " which changes no stream that exists. Start once with update, or take " + property + " away");
		}
		return blindDurables(existing.durables(), declared);
	}

	private static List<String> blindDurables(Map<String, List<String>> durables, int declared) {
		String blind = durables.entrySet()
			.stream()
			.filter((durable) -> !PartitionFilters.missing(durable.getValue()).isEmpty())
			.map((durable) -> durable.getKey() + " " + durable.getValue() + " lacks "
					+ PartitionFilters.missing(durable.getValue()))
			.collect(Collectors.joining(", "));
		return blind.isEmpty() ? List.of() : List.of("it has no partitions, " + declared
				+ " are declared here, and durables filter so that they would not see an event of a partition: " + blind
				+ ". Add to each what it lacks, with nats consumer edit or by starting its application in a version"
				+ " whose listeners do, or have it filter by '>'; or delete those nobody needs");
	}

	private static String text(@Nullable Integer partitions) {
		return (partitions != null) ? partitions.toString() : "none";
	}

	private static String text(OptionalInt partitions) {
		return partitions.isPresent() ? String.valueOf(partitions.getAsInt()) : "none";
	}

}
