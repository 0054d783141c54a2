package io.natsevents.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.api.StreamConfiguration;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is declared over what the server has; everything else there stays.
 */
final class StreamMerge {

	private final String owner;

	StreamMerge(String owner) {
		this.owner = owner;
	}

	StreamConfiguration create(StreamDefinition definition) {
		StreamConfiguration.Builder builder = StreamConfiguration.builder()
			.name(definition.name())
			.subjects(definition.subjects())
			.metadata(metadata(definition, null));
		StreamFields.apply(definition.settings(), builder, null);
		return withOtherFields(definition, builder.build());
	}

	StreamConfiguration update(StreamDefinition definition, StreamConfiguration present) {
		StreamConfiguration.Builder builder = StreamConfiguration.builder(present)
			.subjects(subjects(definition, present))
			.metadata(metadata(definition, present.getMetadata()));
		StreamFields.apply(definition.settings(), builder, present.getPlacement());
		return withOtherFields(definition, builder.build());
	}

	private static StreamConfiguration withOtherFields(StreamDefinition definition, StreamConfiguration merged) {
		if (definition.otherFields().isEmpty()) {
			return merged;
		}
		Map<String, JsonValue> fields = new HashMap<>(ConfigurationFields.parse(merged.toJson()).map);
		definition.otherFields().forEach((name, json) -> fields.put(name, ConfigurationFields.parse(json)));
		try {
			return StreamConfiguration.instance(new JsonValue(fields).toJson());
		}
		catch (JsonParseException ex) {
			throw new IllegalStateException("jnats cannot read its own JSON of stream " + definition.name(), ex);
		}
	}

	/**
	 * The subjects of both sides, without those another one covers: a server refuses
	 * overlapping subjects in one stream (10052, 2.15.1).
	 */
	static List<String> subjects(StreamDefinition definition, StreamConfiguration present) {
		List<String> union = new ArrayList<>(present.getSubjects());
		for (String subject : definition.subjects()) {
			if (union.stream().noneMatch((other) -> new SubjectPattern(other).matches(subject))) {
				SubjectPattern pattern = new SubjectPattern(subject);
				union.removeIf(pattern::matches);
				union.add(subject);
			}
		}
		return union;
	}

	/** The server writes its own {@code _nats.*} entries anew, whatever is sent. */
	private Map<String, String> metadata(StreamDefinition definition, @Nullable Map<String, String> present) {
		Map<String, String> metadata = new LinkedHashMap<>((present != null) ? present : Map.of());
		metadata.putAll(definition.settings().metadata());
		metadata.put(StreamOwner.KEY, this.owner);
		Integer partitions = definition.settings().partitions();
		if (partitions != null) {
			metadata.put(StreamPartitions.KEY, partitions.toString());
		}
		return metadata;
	}

}
