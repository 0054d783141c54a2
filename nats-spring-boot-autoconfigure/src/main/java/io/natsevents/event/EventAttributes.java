package io.natsevents.event;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Everything an event says beside its data. It is filled by whoever makes it and never
 * changed once an {@link Event} holds it in its final field, which is what makes it safe
 * to share between threads.
 */
final class EventAttributes {

	String id = "";

	String type = "";

	Instant time = Instant.MIN;

	@Nullable String source;

	@Nullable String organizationId;

	SchemaVersion schemaVersion = SchemaVersion.DEFAULT;

	@Nullable String entity;

	@Nullable String partitionKey;

	@Nullable String correlationId;

	@Nullable String causationId;

	@Nullable String idempotencyKey;

	Visibility visibility = Visibility.INTERNAL;

	SortedMap<String, String> extensions = Collections.emptySortedMap();

	EventAttributes copy() {
		EventAttributes copy = new EventAttributes();
		copy.id = this.id;
		copy.type = this.type;
		copy.time = this.time;
		copy.source = this.source;
		copy.organizationId = this.organizationId;
		copy.schemaVersion = this.schemaVersion;
		copy.entity = this.entity;
		copy.partitionKey = this.partitionKey;
		copy.correlationId = this.correlationId;
		copy.causationId = this.causationId;
		copy.idempotencyKey = this.idempotencyKey;
		copy.visibility = this.visibility;
		copy.extensions = this.extensions;
		return copy;
	}

	/**
	 * Hands over the attributes that are set, in the order they are written in.
	 * @throws EventSerializationException if there is no source
	 */
	<X extends Exception> void forEach(boolean withData, AttributeSink<X> sink) throws X {
		String requiredSource = this.source;
		if (requiredSource == null) {
			throw new EventSerializationException(
					"event %s of type %s has no source; set one with Event.source".formatted(this.id, this.type), null);
		}
		sink.attribute("specversion", "1.0");
		sink.attribute("id", this.id);
		sink.attribute("source", requiredSource);
		sink.attribute("type", this.type);
		sink.attribute("time", Rfc3339.format(this.time));
		handOver(sink, "subject", this.entity);
		if (withData) {
			sink.attribute("datacontenttype", "application/json");
		}
		handOver(sink, "organizationid", this.organizationId);
		sink.attribute("schemaversion", this.schemaVersion.toString());
		handOver(sink, "partitionkey", effectivePartitionKey());
		handOver(sink, "correlationid", this.correlationId);
		handOver(sink, "causationid", this.causationId);
		handOver(sink, "idempotencykey", this.idempotencyKey);
		sink.attribute("visibility", this.visibility.value());
		for (Map.Entry<String, String> extension : this.extensions.entrySet()) {
			sink.attribute(extension.getKey(), extension.getValue());
		}
	}

	private static <X extends Exception> void handOver(AttributeSink<X> sink, String name, @Nullable String value)
			throws X {
		if (value != null) {
			sink.attribute(name, value);
		}
	}

	@Nullable String effectivePartitionKey() {
		return (this.partitionKey != null) ? this.partitionKey : this.entity;
	}

	Map<String, String> unmodifiableExtensions() {
		return Collections.unmodifiableSortedMap(this.extensions);
	}

	void addExtension(String name, String value) {
		this.extensions = new TreeMap<>(this.extensions);
		this.extensions.put(name, value);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof EventAttributes that && this.id.equals(that.id) && this.type.equals(that.type)
				&& this.time.equals(that.time) && Objects.equals(this.source, that.source)
				&& Objects.equals(this.organizationId, that.organizationId)
				&& this.schemaVersion.equals(that.schemaVersion) && Objects.equals(this.entity, that.entity)
				&& Objects.equals(effectivePartitionKey(), that.effectivePartitionKey())
				&& Objects.equals(this.correlationId, that.correlationId)
				&& Objects.equals(this.causationId, that.causationId)
				&& Objects.equals(this.idempotencyKey, that.idempotencyKey) && this.visibility == that.visibility
				&& this.extensions.equals(that.extensions);
	}

	@Override
	public int hashCode() {
		return this.id.hashCode();
	}

}
