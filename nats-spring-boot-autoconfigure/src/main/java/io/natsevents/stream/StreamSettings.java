package io.natsevents.stream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a stream but its name and subjects. A setting that is {@code null} is
 * not set: what the server has stays.
 *
 * @param description free text shown by tools; {@code null} leaves what the server has
 * @param storage file or memory; cannot be changed once the stream exists
 * @param retention when an event may go: at the limits, when every consumer has it
 * (interest), or when one has it (work queue); cannot be changed to or from work queue
 * @param discard what a full stream does: delete the oldest event (old) or refuse the new
 * one (new)
 * @param maxAge how long an event is kept; zero for ever, otherwise 100 ms or more
 * @param maxBytes size of the stream in bytes; -1 for no limit
 * @param maxMessages number of events in the stream; -1 for no limit
 * @param maxMessagesPerSubject number of events of one subject; -1 for no limit
 * @param maxMessageSize size of one event in bytes; -1 for no limit but the server's
 * @param replicas number of servers that hold the stream, 1 to 5
 * @param duplicateWindow how long the stream recognises a repeated event id; 100 ms or
 * more, at most the max-age
 * @param compression whether the server compresses what it stores
 * @param placementCluster cluster the stream must live in
 * @param placementTags tags a server must have to hold the stream
 * @param allowDirect whether any replica may answer a direct read
 * @param partitions number of partitions events are divided into by their key, 1 to
 * {@link StreamPartitions#MOST}; cannot be changed once it is set
 * @param metadata entries to set; what others put there stays
 */
public record StreamSettings(@Nullable String description, @Nullable StorageType storage,
		@Nullable RetentionPolicy retention, @Nullable DiscardPolicy discard, @Nullable Duration maxAge,
		@Nullable Long maxBytes, @Nullable Long maxMessages, @Nullable Long maxMessagesPerSubject,
		@Nullable Long maxMessageSize, @Nullable Integer replicas, @Nullable Duration duplicateWindow,
		@Nullable Boolean compression, @Nullable String placementCluster, @Nullable List<String> placementTags,
		@Nullable Boolean allowDirect, @Nullable Integer partitions, Map<String, String> metadata) {

	/** Nothing set. */
	public static final StreamSettings NONE = builder().build();

	/**
	 * What a stream is when nobody says otherwise.
	 */
	public static final StreamSettings DEFAULTS = builder().storage(StorageType.File)
		.retention(RetentionPolicy.Limits)
		.discard(DiscardPolicy.Old)
		.maxAge(Duration.ofDays(7))
		.maxBytes(1L << 30)
		.replicas(3)
		.duplicateWindow(Duration.ofMinutes(2))
		.compression(true)
		.build();

	/**
	 * Check every setting that is set.
	 * @throws IllegalArgumentException naming the setting, its value and the values that
	 * are possible
	 */
	public StreamSettings {
		placementTags = (placementTags != null) ? List.copyOf(placementTags) : null;
		metadata = Map.copyOf(metadata);
		StreamChecks.duration("max-age", maxAge, true);
		StreamChecks.limit("max-bytes", maxBytes, Long.MAX_VALUE);
		StreamChecks.limit("max-messages", maxMessages, Long.MAX_VALUE);
		StreamChecks.limit("max-messages-per-subject", maxMessagesPerSubject, Long.MAX_VALUE);
		StreamChecks.limit("max-message-size", maxMessageSize, Integer.MAX_VALUE);
		StreamChecks.replicas(replicas);
		StreamChecks.duration("duplicate-window", duplicateWindow, false);
		StreamChecks.duplicateWindow(duplicateWindow, maxAge);
		if (partitions != null) {
			StreamChecks.partitions(partitions);
		}
		StreamChecks.metadata(metadata);
	}

	/**
	 * Take from the given defaults whatever is not set here. A default duplicate window
	 * longer than the max-age shrinks to it, because the server refuses such a stream.
	 * @param defaults the settings to fall back to
	 * @return the combined settings
	 * @throws IllegalArgumentException if the duplicate window set here is longer than
	 * the resulting max-age
	 */
	public StreamSettings withDefaults(StreamSettings defaults) {
		Builder builder = builder();
		builder.description((this.description != null) ? this.description : defaults.description);
		builder.storage((this.storage != null) ? this.storage : defaults.storage);
		builder.retention((this.retention != null) ? this.retention : defaults.retention);
		builder.discard((this.discard != null) ? this.discard : defaults.discard);
		builder.maxAge((this.maxAge != null) ? this.maxAge : defaults.maxAge);
		builder.maxBytes((this.maxBytes != null) ? this.maxBytes : defaults.maxBytes);
		builder.maxMessages((this.maxMessages != null) ? this.maxMessages : defaults.maxMessages);
		builder.maxMessagesPerSubject(
				(this.maxMessagesPerSubject != null) ? this.maxMessagesPerSubject : defaults.maxMessagesPerSubject);
		builder.maxMessageSize((this.maxMessageSize != null) ? this.maxMessageSize : defaults.maxMessageSize);
		builder.replicas((this.replicas != null) ? this.replicas : defaults.replicas);
		builder.compression((this.compression != null) ? this.compression : defaults.compression);
		builder.placementCluster((this.placementCluster != null) ? this.placementCluster : defaults.placementCluster);
		builder.placementTags((this.placementTags != null) ? this.placementTags : defaults.placementTags);
		builder.allowDirect((this.allowDirect != null) ? this.allowDirect : defaults.allowDirect);
		builder.partitions((this.partitions != null) ? this.partitions : defaults.partitions);
		builder.duplicateWindow((this.duplicateWindow != null) ? this.duplicateWindow
				: shorter(defaults.duplicateWindow, builder.maxAge));
		Map<String, String> combined = new LinkedHashMap<>(defaults.metadata);
		combined.putAll(this.metadata);
		return builder.metadata(combined).build();
	}

	private static @Nullable Duration shorter(@Nullable Duration window, @Nullable Duration maxAge) {
		if (window == null || maxAge == null || maxAge.isZero() || window.compareTo(maxAge) <= 0) {
			return window;
		}
		return maxAge;
	}

	/**
	 * Start with nothing set.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Start with these settings.
	 * @return a new builder
	 */
	public Builder toBuilder() {
		Builder builder = builder();
		builder.description(this.description);
		builder.storage(this.storage);
		builder.retention(this.retention);
		builder.discard(this.discard);
		builder.maxAge(this.maxAge);
		builder.maxBytes(this.maxBytes);
		builder.maxMessages(this.maxMessages);
		builder.maxMessagesPerSubject(this.maxMessagesPerSubject);
		builder.maxMessageSize(this.maxMessageSize);
		builder.replicas(this.replicas);
		builder.duplicateWindow(this.duplicateWindow);
		builder.compression(this.compression);
		builder.placementCluster(this.placementCluster);
		builder.placementTags(this.placementTags);
		builder.allowDirect(this.allowDirect);
		builder.partitions(this.partitions);
		return builder.metadata(this.metadata);
	}

	/**
	 * Collects settings; the record's components say what each one means.
	 */
	public static final class Builder {

		private @Nullable String description;

		private @Nullable StorageType storage;

		private @Nullable RetentionPolicy retention;

		private @Nullable DiscardPolicy discard;

		private @Nullable Duration maxAge;

		private @Nullable Long maxBytes;

		private @Nullable Long maxMessages;

		private @Nullable Long maxMessagesPerSubject;

		private @Nullable Long maxMessageSize;

		private @Nullable Integer replicas;

		private @Nullable Duration duplicateWindow;

		private @Nullable Boolean compression;

		private @Nullable String placementCluster;

		private @Nullable List<String> placementTags;

		private @Nullable Boolean allowDirect;

		private @Nullable Integer partitions;

		private Map<String, String> metadata = Map.of();

		private Builder() {
		}

		public Builder description(@Nullable String description) {
			this.description = description;
			return this;
		}

		public Builder storage(@Nullable StorageType storage) {
			this.storage = storage;
			return this;
		}

		public Builder retention(@Nullable RetentionPolicy retention) {
			this.retention = retention;
			return this;
		}

		public Builder discard(@Nullable DiscardPolicy discard) {
			this.discard = discard;
			return this;
		}

		public Builder maxAge(@Nullable Duration maxAge) {
			this.maxAge = maxAge;
			return this;
		}

		public Builder maxBytes(@Nullable Long maxBytes) {
			this.maxBytes = maxBytes;
			return this;
		}

		public Builder maxMessages(@Nullable Long maxMessages) {
			this.maxMessages = maxMessages;
			return this;
		}

		public Builder maxMessagesPerSubject(@Nullable Long maxMessagesPerSubject) {
			this.maxMessagesPerSubject = maxMessagesPerSubject;
			return this;
		}

		public Builder maxMessageSize(@Nullable Long maxMessageSize) {
			this.maxMessageSize = maxMessageSize;
			return this;
		}

		public Builder replicas(@Nullable Integer replicas) {
			this.replicas = replicas;
			return this;
		}

		public Builder duplicateWindow(@Nullable Duration duplicateWindow) {
			this.duplicateWindow = duplicateWindow;
			return this;
		}

		public Builder compression(@Nullable Boolean compression) {
			this.compression = compression;
			return this;
		}

		public Builder placementCluster(@Nullable String placementCluster) {
			this.placementCluster = placementCluster;
			return this;
		}

		public Builder placementTags(@Nullable List<String> placementTags) {
			this.placementTags = placementTags;
			return this;
		}

		public Builder allowDirect(@Nullable Boolean allowDirect) {
			this.allowDirect = allowDirect;
			return this;
		}

		public Builder partitions(@Nullable Integer partitions) {
			this.partitions = partitions;
			return this;
		}

		public Builder metadata(Map<String, String> metadata) {
			this.metadata = metadata;
			return this;
		}

		/**
		 * Check and freeze the settings.
		 * @return the settings
		 * @throws IllegalArgumentException naming the setting, its value and the values
		 * that are possible
		 */
		public StreamSettings build() {
			return new StreamSettings(this.description, this.storage, this.retention, this.discard, this.maxAge,
					this.maxBytes, this.maxMessages, this.maxMessagesPerSubject, this.maxMessageSize, this.replicas,
					this.duplicateWindow, this.compression, this.placementCluster, this.placementTags, this.allowDirect,
					this.partitions, this.metadata);
		}

	}

}
