package io.natsevents.autoconfigure;

import io.natsevents.stream.StreamSettings;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

/**
 * Maps properties of a stream to its settings.
 */
final class StreamPropertiesMapper {

	private StreamPropertiesMapper() {
	}

	static StreamSettings settings(JetStreamProperties.Stream properties) {
		return builder(properties).build();
	}

	static StreamSettings settings(JetStreamProperties.DeclaredStream properties) {
		return builder(properties).partitions(properties.getPartitions()).build();
	}

	private static StreamSettings.Builder builder(JetStreamProperties.Stream properties) {
		StreamSettings.Builder settings = StreamSettings.builder();
		PropertyMapper map = PropertyMapper.get();
		map.from(properties::getDescription).to(settings::description);
		map.from(properties::getStorage).to(settings::storage);
		map.from(properties::getRetention).to(settings::retention);
		map.from(properties::getDiscard).to(settings::discard);
		map.from(properties::getMaxAge).to(settings::maxAge);
		map.from(properties::getMaxBytes).as(DataSize::toBytes).to(settings::maxBytes);
		map.from(properties::getMaxMessages).to(settings::maxMessages);
		map.from(properties::getMaxMessagesPerSubject).to(settings::maxMessagesPerSubject);
		map.from(properties::getMaxMessageSize).as(DataSize::toBytes).to(settings::maxMessageSize);
		map.from(properties::getReplicas).to(settings::replicas);
		map.from(properties::getDuplicateWindow).to(settings::duplicateWindow);
		map.from(properties::getCompression).to(settings::compression);
		map.from(properties.getPlacement()::getCluster).to(settings::placementCluster);
		map.from(properties.getPlacement()::getTags).to(settings::placementTags);
		map.from(properties::getAllowDirect).to(settings::allowDirect);
		map.from(properties::getMetadata).to(settings::metadata);
		return settings;
	}

}
