package io.natsevents.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.natsevents.deadletter.DeadLetterStream;
import io.natsevents.deadletter.TrialStream;
import io.natsevents.stream.ServiceStreams;
import io.natsevents.stream.StreamCustomization;
import io.natsevents.stream.StreamDefinition;
import io.natsevents.stream.StreamSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Collects the streams this application declares: those of its services, beans, entries
 * in its configuration, and those of dead letters and of lone runs.
 */
final class StreamDefinitions {

	private static final String STREAMS = "nats.jetstream.streams";

	private final JetStreamProperties properties;

	private final List<StreamDefinition> beans;

	private final StreamCustomization customization;

	private final PropertyCheck check;

	StreamDefinitions(JetStreamProperties properties, List<StreamDefinition> beans, StreamCustomization customization,
			PropertyCheck check) {
		this.properties = properties;
		this.beans = beans;
		this.customization = customization;
		this.check = check;
	}

	List<StreamDefinition> collect() {
		Map<String, StreamDefinition> definitions = new LinkedHashMap<>();
		for (String service : this.properties.getServices()) {
			StreamDefinition definition = ofService(service);
			definitions.put(definition.name(), definition);
		}
		this.beans.forEach((bean) -> definitions.put(bean.name(), bean));
		this.properties.getStreams().forEach((key, entry) -> this.check.settings(STREAMS + "[" + key + "]", () -> {
			refine(definitions, key, entry);
			return entry;
		}));
		StreamSettings defaults = this.check.settings("nats.jetstream.stream-defaults",
				() -> StreamPropertiesMapper.settings(this.properties.getStreamDefaults())
					.withDefaults(StreamSettings.DEFAULTS));
		List<StreamDefinition> collected = new ArrayList<>();
		definitions.values()
			.forEach((definition) -> collected.add(this.check.settings(STREAMS + "[" + definition.name() + "]",
					() -> definition.withDefaults(defaults))));
		Integer configuredReplicas = defaults.replicas();
		int replicas = (configuredReplicas != null) ? configuredReplicas : 1;
		collected.add(deadLetters(replicas));
		collected.add(TrialStream.definition(replicas));
		collected.replaceAll(this.customization::apply);
		return collected;
	}

	private static StreamDefinition ofService(String service) {
		try {
			return ServiceStreams.definition(service);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("nats.jetstream.services", service,
					String.valueOf(ex.getMessage()));
		}
	}

	private StreamDefinition deadLetters(int replicas) {
		return this.check.settings("nats.jetstream.dead-letter.stream", () -> DeadLetterStream
			.definition(StreamPropertiesMapper.settings(this.properties.getDeadLetter().getStream()), replicas));
	}

	private static void refine(Map<String, StreamDefinition> definitions, String key,
			JetStreamProperties.DeclaredStream entry) {
		StreamSettings settings = StreamPropertiesMapper.settings(entry);
		StreamDefinition existing = find(definitions, key);
		if (existing != null) {
			Set<String> subjects = new LinkedHashSet<>(existing.subjects());
			subjects.addAll(entry.getSubjects());
			definitions.put(existing.name(),
					existing.subjects(List.copyOf(subjects)).settings(settings.withDefaults(existing.settings())));
		}
		else if (!entry.getSubjects().isEmpty()) {
			definitions.put(key, StreamDefinition.named(key).subjects(entry.getSubjects()).settings(settings));
		}
		else {
			throw new InvalidConfigurationPropertyValueException(STREAMS + "." + key, key,
					"It has no subjects and matches no declared stream. Declared are: "
							+ (definitions.isEmpty() ? "none" : String.join(", ", definitions.keySet()))
							+ ". The stream of dead letters is refined by nats.jetstream.dead-letter.stream");
		}
	}

	private static @Nullable StreamDefinition find(Map<String, StreamDefinition> definitions, String key) {
		return definitions.values()
			.stream()
			.filter((definition) -> PropertyKey.matches(key, definition.name()))
			.findFirst()
			.orElse(null);
	}

}
