package io.natsevents.listen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.nats.client.api.ConsumerConfiguration;
import io.natsevents.stream.ConfigurationFields;
import io.natsevents.stream.FieldDifference;

/**
 * Lets customizers change the durable consumer of a listener, but nothing its promises
 * rest on.
 */
final class ConsumerCustomization {

	/** Limits on requests are among them: one that is exceeded is refused for ever. */
	private static final Set<String> NOT_TO_BE_CHANGED = Set.of("durable_name", "name", "filter_subject",
			"filter_subjects", "deliver_policy", "opt_start_seq", "opt_start_time", "ack_policy", "ack_wait",
			"max_deliver", "backoff", "replay_policy", "deliver_subject", "deliver_group", "flow_control",
			"idle_heartbeat", "headers_only", "pause_until", "priority_groups", "priority_policy", "priority_timeout",
			"max_batch", "max_bytes", "max_expires");

	private final ListenerDescription listener;

	private final List<ConsumerConfigurationCustomizer> customizers;

	ConsumerCustomization(ListenerEndpoint endpoint, List<ConsumerConfigurationCustomizer> customizers) {
		this.listener = endpoint.description();
		this.customizers = customizers;
	}

	/**
	 * Customize a configuration.
	 * @throws ListenerConfigurationException when a customizer changes what is not its to
	 * change
	 */
	ConsumerConfiguration apply(ConsumerConfiguration configuration) {
		ConsumerConfiguration customized = configuration;
		for (ConsumerConfigurationCustomizer customizer : this.customizers) {
			customized = apply(customized, customizer);
		}
		return customized;
	}

	private ConsumerConfiguration apply(ConsumerConfiguration before, ConsumerConfigurationCustomizer customizer) {
		ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder(before);
		customizer.customize(this.listener, builder);
		ConsumerConfiguration after = builder.build();
		for (FieldDifference change : ConfigurationFields.of(before).differencesTo(ConfigurationFields.of(after))) {
			if (NOT_TO_BE_CHANGED.contains(change.field())) {
				throw new ListenerConfigurationException(this.listener.id(),
						"customizer " + customizer + " changes '" + change.field() + "' of its consumer "
								+ this.listener.durable() + " from " + change.actual() + " to " + change.wanted()
								+ ", on which its promises rest; use the listener's properties instead",
						null);
			}
		}
		return builder.metadata(metadata(before, after)).build();
	}

	/** Marks of the application and of the server stay. */
	private static Map<String, String> metadata(ConsumerConfiguration before, ConsumerConfiguration after) {
		Map<String, String> metadata = new HashMap<>();
		if (after.getMetadata() != null) {
			metadata.putAll(after.getMetadata());
		}
		if (before.getMetadata() != null) {
			before.getMetadata().forEach((name, value) -> {
				if (name.equals(UnusedDurables.APPLICATION) || !metadata.containsKey(name)) {
					metadata.put(name, value);
				}
			});
		}
		return metadata;
	}

}
