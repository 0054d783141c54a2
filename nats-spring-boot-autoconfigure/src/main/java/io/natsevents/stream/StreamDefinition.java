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
 */
public record StreamDefinition(String name, List<String> subjects, StreamSettings settings) {

	/**
	 * Check name and subjects.
	 * @throws IllegalArgumentException if the name holds a space, dot, slash or wildcard,
	 * or a subject is malformed, or two subjects overlap
	 */
	public StreamDefinition {
		StreamChecks.name(name);
		subjects = List.copyOf(subjects);
		StreamChecks.subjects(name, subjects);
	}

	/**
	 * Start a definition without subjects and with nothing set.
	 * @param name the name of the stream
	 * @return the definition
	 */
	public static StreamDefinition named(String name) {
		return new StreamDefinition(name, List.of(), StreamSettings.NONE);
	}

	public StreamDefinition subjects(String... subjects) {
		return subjects(List.of(subjects));
	}

	public StreamDefinition subjects(List<String> subjects) {
		return new StreamDefinition(this.name, subjects, this.settings);
	}

	public StreamDefinition settings(StreamSettings settings) {
		return new StreamDefinition(this.name, this.subjects, settings);
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

	public StreamDefinition description(String description) {
		return settings(this.settings.toBuilder().description(description).build());
	}

	public StreamDefinition storage(StorageType storage) {
		return settings(this.settings.toBuilder().storage(storage).build());
	}

	public StreamDefinition retention(RetentionPolicy retention) {
		return settings(this.settings.toBuilder().retention(retention).build());
	}

	public StreamDefinition discard(DiscardPolicy discard) {
		return settings(this.settings.toBuilder().discard(discard).build());
	}

	public StreamDefinition maxAge(Duration maxAge) {
		return settings(this.settings.toBuilder().maxAge(maxAge).build());
	}

	public StreamDefinition maxBytes(long maxBytes) {
		return settings(this.settings.toBuilder().maxBytes(maxBytes).build());
	}

	public StreamDefinition maxMessages(long maxMessages) {
		return settings(this.settings.toBuilder().maxMessages(maxMessages).build());
	}

	public StreamDefinition maxMessagesPerSubject(long maxMessagesPerSubject) {
		return settings(this.settings.toBuilder().maxMessagesPerSubject(maxMessagesPerSubject).build());
	}

	public StreamDefinition maxMessageSize(long maxMessageSize) {
		return settings(this.settings.toBuilder().maxMessageSize(maxMessageSize).build());
	}

	public StreamDefinition replicas(int replicas) {
		return settings(this.settings.toBuilder().replicas(replicas).build());
	}

	public StreamDefinition duplicateWindow(Duration duplicateWindow) {
		return settings(this.settings.toBuilder().duplicateWindow(duplicateWindow).build());
	}

	public StreamDefinition compression(boolean compression) {
		return settings(this.settings.toBuilder().compression(compression).build());
	}

	public StreamDefinition placementCluster(String placementCluster) {
		return settings(this.settings.toBuilder().placementCluster(placementCluster).build());
	}

	public StreamDefinition placementTags(String... tags) {
		return settings(this.settings.toBuilder().placementTags(List.of(tags)).build());
	}

	public StreamDefinition allowDirect(boolean allowDirect) {
		return settings(this.settings.toBuilder().allowDirect(allowDirect).build());
	}

	public StreamDefinition metadata(Map<String, String> metadata) {
		return settings(this.settings.toBuilder().metadata(metadata).build());
	}

}
