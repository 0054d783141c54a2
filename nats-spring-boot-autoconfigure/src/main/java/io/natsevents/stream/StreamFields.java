package io.natsevents.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.nats.client.api.CompressionOption;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Placement;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Every setting the plan compares, one by one because jnats' configuration has no
 * {@code equals}. Which ones a server changes in place was tried on nats-server 2.15.1,
 * each by an update of a stream that held events; {@code StreamUpdateRulesTests} repeats
 * it.
 */
final class StreamFields {

	/** Refused with 10052, "can not change storage type". */
	static final StreamField<StorageType> STORAGE = new StreamField<>("storage", StreamSettings::storage,
			StreamConfiguration::getStorageType, StreamConfiguration.Builder::storageType, Object::toString,
			(actual, wanted) -> actual == wanted);

	/**
	 * Between limits and interest in both directions; to and from work queue refused with
	 * 10052.
	 */
	static final StreamField<RetentionPolicy> RETENTION = new StreamField<>("retention", StreamSettings::retention,
			StreamConfiguration::getRetentionPolicy, StreamConfiguration.Builder::retentionPolicy, Object::toString,
			(actual, wanted) -> (actual == RetentionPolicy.WorkQueue) == (wanted == RetentionPolicy.WorkQueue));

	static final StreamField<DiscardPolicy> DISCARD = changeable(
			"discard", StreamSettings::discard, (configuration) -> (configuration.getDiscardPolicy() != null)
					? configuration.getDiscardPolicy() : DiscardPolicy.Old,
			StreamConfiguration.Builder::discardPolicy, Object::toString);

	static final StreamField<Duration> MAX_AGE = changeable("max-age", StreamSettings::maxAge,
			StreamConfiguration::getMaxAge, StreamConfiguration.Builder::maxAge, Amounts::maxAge);

	static final StreamField<Long> MAX_BYTES = changeable("max-bytes", StreamSettings::maxBytes,
			StreamConfiguration::getMaxBytes, StreamConfiguration.Builder::maxBytes, Amounts::bytes);

	static final StreamField<Long> MAX_MESSAGES = changeable("max-messages", StreamSettings::maxMessages,
			StreamConfiguration::getMaxMsgs, StreamConfiguration.Builder::maxMessages, Amounts::count);

	static final StreamField<Long> MAX_MESSAGES_PER_SUBJECT = changeable("max-messages-per-subject",
			StreamSettings::maxMessagesPerSubject, StreamConfiguration::getMaxMsgsPerSubject,
			StreamConfiguration.Builder::maxMessagesPerSubject, Amounts::count);

	/** In a cluster; a server alone answers 10074. */
	static final StreamField<Integer> REPLICAS = changeable("replicas", StreamSettings::replicas,
			StreamConfiguration::getReplicas, StreamConfiguration.Builder::replicas, Object::toString);

	/** Written by {@link #apply} together with the tags: a request has one placement. */
	static final StreamField<String> PLACEMENT_CLUSTER = changeable("placement.cluster",
			StreamSettings::placementCluster, (configuration) -> cluster(configuration.getPlacement()),
			(builder, cluster) -> {
			}, Object::toString);

	static final StreamField<Set<String>> PLACEMENT_TAGS = changeable("placement.tags",
			(settings) -> (settings.placementTags() != null) ? new TreeSet<>(settings.placementTags()) : null,
			(configuration) -> tags(configuration.getPlacement()), (builder, tags) -> {
			}, Object::toString);

	static final List<StreamField<?>> ALL = List.of(
			changeable("description", StreamSettings::description,
					(configuration) -> (configuration.getDescription() != null) ? configuration.getDescription() : "",
					StreamConfiguration.Builder::description, (text) -> "'" + text + "'"),
			STORAGE, RETENTION, DISCARD, MAX_AGE, MAX_BYTES, MAX_MESSAGES, MAX_MESSAGES_PER_SUBJECT,
			// Events already stored stay, however large.
			changeable("max-message-size", StreamSettings::maxMessageSize,
					(configuration) -> (long) configuration.getMaximumMessageSize(),
					(builder, size) -> builder.maximumMessageSize(Math.toIntExact(size)), Amounts::bytes),
			REPLICAS,
			changeable("duplicate-window", StreamSettings::duplicateWindow,
					(configuration) -> (configuration.getDuplicateWindow() != null) ? configuration.getDuplicateWindow()
							: Duration.ZERO,
					StreamConfiguration.Builder::duplicateWindow, Amounts::duration),
			changeable("compression", StreamSettings::compression,
					(configuration) -> configuration.getCompressionOption() == CompressionOption.S2,
					(builder, compression) -> builder
						.compressionOption(compression ? CompressionOption.S2 : CompressionOption.None),
					(compression) -> compression ? "on" : "off"),
			PLACEMENT_CLUSTER, PLACEMENT_TAGS, changeable("allow-direct", StreamSettings::allowDirect,
					StreamConfiguration::getAllowDirect, StreamConfiguration.Builder::allowDirect, Object::toString));

	private StreamFields() {
	}

	static void apply(StreamSettings settings, StreamConfiguration.Builder builder, @Nullable Placement present) {
		ALL.forEach((field) -> field.apply(settings, builder));
		String cluster = (settings.placementCluster() != null) ? settings.placementCluster() : cluster(present);
		List<String> tags = (settings.placementTags() != null) ? settings.placementTags()
				: new ArrayList<>(tags(present));
		builder.placement((cluster.isEmpty() && tags.isEmpty()) ? null
				: Placement.builder().cluster(cluster.isEmpty() ? null : cluster).tags(tags).build());
	}

	private static <T> StreamField<T> changeable(String name, Function<StreamSettings, @Nullable T> wanted,
			Function<StreamConfiguration, T> actual, BiConsumer<StreamConfiguration.Builder, T> setter,
			Function<T, String> text) {
		return new StreamField<>(name, wanted, actual, setter, text, (from, to) -> true);
	}

	private static String cluster(@Nullable Placement placement) {
		return (placement != null && placement.getCluster() != null) ? placement.getCluster() : "";
	}

	private static Set<String> tags(@Nullable Placement placement) {
		return (placement != null && placement.getTags() != null) ? new TreeSet<>(placement.getTags()) : Set.of();
	}

}
