package io.natsevents.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;

/**
 * What one stream should be. Declare it as a bean to have the stream created and kept
 * that way; every method returns a changed copy.
 *
 * @param name the name of the stream
 * @param subjects the subjects the stream collects, wildcards allowed
 * @param settings everything else
 * @param otherFields what {@link StreamConfigurationCustomizer customizers} set that is
 * no setting, as JSON by its name in the server's API
 */
public record StreamDefinition(String name, List<String> subjects, StreamSettings settings,
		Map<String, String> otherFields) {

	/**
	 * Check name and subjects.
	 * @throws IllegalArgumentException if the name holds a space, dot, slash or wildcard,
	 * or a subject is malformed, or two subjects overlap, or there are partitions and a
	 * subject leaves no room for their token
	 */
	public StreamDefinition {
		StreamChecks.name(name);
		subjects = List.copyOf(subjects);
		StreamChecks.subjects(name, subjects);
		if (settings.partitions() != null) {
			StreamChecks.roomForPartitions(name, subjects);
		}
		otherFields = Map.copyOf(otherFields);
	}

	/**
	 * Start a definition without subjects and with nothing set.
	 * @param name the name of the stream
	 * @return the definition
	 */
	public static StreamDefinition named(String name) {
		return new StreamDefinition(name, List.of(), StreamSettings.NONE, Map.of());
	}

	/**
	 * Collect these subjects instead.
	 * @param subjects the subjects, wildcards allowed
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition subjects(String... subjects) {
		return subjects(List.of(subjects));
	}

	/**
	 * Collect these subjects instead.
	 * @param subjects the subjects, wildcards allowed
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition subjects(List<String> subjects) {
		return new StreamDefinition(this.name, subjects, this.settings, this.otherFields);
	}

	/**
	 * Replace everything but name and subjects.
	 * @param settings the settings
	 * @return the changed copy
	 */
	public StreamDefinition settings(StreamSettings settings) {
		return new StreamDefinition(this.name, this.subjects, settings, this.otherFields);
	}

	StreamDefinition otherFields(Map<String, String> otherFields) {
		return new StreamDefinition(this.name, this.subjects, this.settings, otherFields);
	}

	/**
	 * Take from the given defaults whatever is not set here.
	 * @param defaults the settings to fall back to
	 * @return the definition with the combined settings
	 * @throws IllegalArgumentException if the duplicate window set here is longer than
	 * the resulting max-age
	 */
	public StreamDefinition withDefaults(StreamSettings defaults) {
		return settings(this.settings.withDefaults(defaults));
	}

	/**
	 * Describe the stream to those who look at it with a tool.
	 * @param description free text
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition description(String description) {
		return settings(this.settings.toBuilder().description(description).build());
	}

	/**
	 * Store events in files or in memory; cannot be changed once the stream exists.
	 * @param storage where to store
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition storage(StorageType storage) {
		return settings(this.settings.toBuilder().storage(storage).build());
	}

	/**
	 * Keep events up to the limits, until every consumer has them, or until one has.
	 * @param retention the policy; to and from work queue it cannot be changed
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition retention(RetentionPolicy retention) {
		return settings(this.settings.toBuilder().retention(retention).build());
	}

	/**
	 * Delete the oldest event of a full stream, or refuse the new one.
	 * @param discard the policy
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition discard(DiscardPolicy discard) {
		return settings(this.settings.toBuilder().discard(discard).build());
	}

	/**
	 * Keep an event this long.
	 * @param maxAge zero for ever, otherwise 100 ms or more
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition maxAge(Duration maxAge) {
		return settings(this.settings.toBuilder().maxAge(maxAge).build());
	}

	/**
	 * Limit the size of the stream.
	 * @param maxBytes the size in bytes, -1 for no limit
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition maxBytes(long maxBytes) {
		return settings(this.settings.toBuilder().maxBytes(maxBytes).build());
	}

	/**
	 * Limit the number of events.
	 * @param maxMessages the number, -1 for no limit
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition maxMessages(long maxMessages) {
		return settings(this.settings.toBuilder().maxMessages(maxMessages).build());
	}

	/**
	 * Limit the number of events of one subject.
	 * @param maxMessagesPerSubject the number, -1 for no limit
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition maxMessagesPerSubject(long maxMessagesPerSubject) {
		return settings(this.settings.toBuilder().maxMessagesPerSubject(maxMessagesPerSubject).build());
	}

	/**
	 * Limit the size of one event.
	 * @param maxMessageSize the size in bytes, -1 for no limit but the server's
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition maxMessageSize(long maxMessageSize) {
		return settings(this.settings.toBuilder().maxMessageSize(maxMessageSize).build());
	}

	/**
	 * Hold the stream on this many servers.
	 * @param replicas 1 to 5
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition replicas(int replicas) {
		return settings(this.settings.toBuilder().replicas(replicas).build());
	}

	/**
	 * Recognise a repeated event id for this long.
	 * @param duplicateWindow 100 ms or more, at most the max-age
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition duplicateWindow(Duration duplicateWindow) {
		return settings(this.settings.toBuilder().duplicateWindow(duplicateWindow).build());
	}

	/**
	 * Compress what is stored.
	 * @param compression whether to compress
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition compression(boolean compression) {
		return settings(this.settings.toBuilder().compression(compression).build());
	}

	/**
	 * Hold the stream in this cluster only.
	 * @param placementCluster the name of the cluster
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition placementCluster(String placementCluster) {
		return settings(this.settings.toBuilder().placementCluster(placementCluster).build());
	}

	/**
	 * Hold the stream on servers with all these tags only.
	 * @param tags the tags
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition placementTags(String... tags) {
		return settings(this.settings.toBuilder().placementTags(List.of(tags)).build());
	}

	/**
	 * Let any replica answer a direct read.
	 * @param allowDirect whether to allow it
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition allowDirect(boolean allowDirect) {
		return settings(this.settings.toBuilder().allowDirect(allowDirect).build());
	}

	/**
	 * Divide the events into this many partitions by their key, which adds a last token
	 * {@code p<n>} to their subjects. Every publisher into the stream has to be told.
	 * @param partitions 1 to {@link StreamPartitions#MOST}; cannot be changed once the
	 * stream has it
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range, or a subject of the
	 * stream leaves no room for the token
	 */
	public StreamDefinition partitions(int partitions) {
		return settings(this.settings.toBuilder().partitions(partitions).build());
	}

	/**
	 * Set these metadata entries; what others put there stays.
	 * @param metadata the entries
	 * @return the changed copy
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public StreamDefinition metadata(Map<String, String> metadata) {
		return settings(this.settings.toBuilder().metadata(metadata).build());
	}

}
