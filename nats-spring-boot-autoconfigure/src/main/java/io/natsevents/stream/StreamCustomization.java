package io.natsevents.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.nats.client.api.CompressionOption;
import io.nats.client.api.Placement;
import io.nats.client.api.StreamConfiguration;

/**
 * Puts what customizers change into the definition of a stream, so that it goes the way
 * of everything declared.
 */
public final class StreamCustomization {

	private static final Set<String> NOT_TO_BE_CHANGED = Set.of("name", "no_ack", "sealed", "persist_mode");

	private final List<StreamConfigurationCustomizer> customizers;

	/**
	 * Customize by these.
	 * @param customizers the customizers, in their order
	 */
	public StreamCustomization(List<StreamConfigurationCustomizer> customizers) {
		this.customizers = List.copyOf(customizers);
	}

	/**
	 * Customize a stream.
	 * @param definition what is declared, defaults applied
	 * @return what is declared then
	 * @throws StreamProvisioningException when a customizer changes what is not its to
	 * change
	 * @throws IllegalArgumentException when a customizer sets a value that is out of
	 * range
	 */
	public StreamDefinition apply(StreamDefinition definition) {
		StreamDefinition customized = definition;
		for (StreamConfigurationCustomizer customizer : this.customizers) {
			customized = apply(customized, customizer);
		}
		return customized;
	}

	private static StreamDefinition apply(StreamDefinition definition, StreamConfigurationCustomizer customizer) {
		StreamConfiguration before = new StreamMerge("").create(definition);
		StreamConfiguration.Builder builder = StreamConfiguration.builder(before);
		customizer.customize(definition.name(), builder);
		StreamConfiguration after = builder.build();
		StreamSettings.Builder settings = definition.settings().toBuilder();
		Map<String, String> otherFields = new HashMap<>(definition.otherFields());
		for (FieldDifference change : ConfigurationFields.of(before).differencesTo(ConfigurationFields.of(after))) {
			if (NOT_TO_BE_CHANGED.contains(change.field())) {
				throw new StreamProvisioningException(definition.name(),
						"Customizer " + customizer + " changes '" + change.field() + "' of stream " + definition.name()
								+ " from " + change.actual() + " to " + change.wanted() + ", which no customizer may",
						"Have the customizer leave '" + change.field() + "' alone", null);
			}
			if (!set(settings, change.field(), after)) {
				otherFields.put(change.field(), change.wanted());
			}
		}
		return definition.settings(settings.metadata(metadata(definition, after)).build())
			.subjects((after.getSubjects() != null) ? after.getSubjects() : List.of())
			.otherFields(otherFields);
	}

	/**
	 * Set what is a setting.
	 * @return {@code false} when it is none
	 */
	private static boolean set(StreamSettings.Builder settings, String field, StreamConfiguration after) {
		switch (field) {
			case "description" -> settings.description(after.getDescription());
			case "storage" -> settings.storage(after.getStorageType());
			case "retention" -> settings.retention(after.getRetentionPolicy());
			case "discard" -> settings.discard(after.getDiscardPolicy());
			case "max_age" -> settings.maxAge(after.getMaxAge());
			case "max_bytes" -> settings.maxBytes(after.getMaxBytes());
			case "max_msgs" -> settings.maxMessages(after.getMaxMsgs());
			case "max_msgs_per_subject" -> settings.maxMessagesPerSubject(after.getMaxMsgsPerSubject());
			case "max_msg_size" -> settings.maxMessageSize((long) after.getMaximumMessageSize());
			case "num_replicas" -> settings.replicas(after.getReplicas());
			case "duplicate_window" -> settings.duplicateWindow(after.getDuplicateWindow());
			case "compression" -> settings.compression(after.getCompressionOption() == CompressionOption.S2);
			case "allow_direct" -> settings.allowDirect(after.getAllowDirect());
			case "placement" -> place(settings, after.getPlacement());
			case "subjects", "metadata" -> {
			}
			default -> {
				return false;
			}
		}
		return true;
	}

	private static void place(StreamSettings.Builder settings, Placement placement) {
		settings.placementCluster(placement.getCluster())
			.placementTags((placement.getTags() != null) ? new ArrayList<>(placement.getTags()) : null);
	}

	private static Map<String, String> metadata(StreamDefinition definition, StreamConfiguration after) {
		Map<String, String> metadata = new LinkedHashMap<>(definition.settings().metadata());
		if (after.getMetadata() != null) {
			metadata.putAll(after.getMetadata());
		}
		metadata.remove(StreamOwner.KEY);
		metadata.remove(StreamPartitions.KEY);
		return metadata;
	}

}
