package io.natsevents.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import io.nats.client.api.StreamConfiguration;

/**
 * Lists where a stream differs from what is declared.
 */
final class StreamComparison {

	private StreamComparison() {
	}

	static List<FieldDifference> differences(StreamDefinition definition, StreamConfiguration present) {
		List<FieldDifference> differences = new ArrayList<>();
		List<String> subjects = StreamMerge.subjects(definition, present);
		if (!new HashSet<>(subjects).equals(new HashSet<>(present.getSubjects()))) {
			differences.add(new FieldDifference("subjects", subjects.toString(), present.getSubjects().toString()));
		}
		for (StreamField<?> field : StreamFields.ALL) {
			field.difference(definition.settings(), present).ifPresent(differences::add);
		}
		PartitionRules.difference(definition, present).ifPresent(differences::add);
		Map<String, String> metadata = (present.getMetadata() != null) ? present.getMetadata() : Map.of();
		definition.settings().metadata().forEach((key, value) -> {
			String actual = metadata.get(key);
			if (!value.equals(actual)) {
				differences.add(new FieldDifference("metadata." + key, value, (actual != null) ? actual : "none"));
			}
		});
		ConfigurationFields fields = ConfigurationFields.of(present);
		definition.otherFields().forEach((name, wanted) -> {
			if (!fields.has(name, wanted)) {
				differences.add(new FieldDifference(name, wanted, fields.text(name)));
			}
		});
		return differences;
	}

}
