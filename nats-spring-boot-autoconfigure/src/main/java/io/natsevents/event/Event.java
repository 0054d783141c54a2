package io.natsevents.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened, with its data: an immutable CloudEvent whose id and time are
 * fixed when it is made, so publishing one object twice is one event.
 * <p>
 * A method without arguments reads an attribute, the method of the same name with an
 * argument returns a copy that has it. Values must not be blank and must not contain
 * control characters, else an {@link IllegalArgumentException} names the attribute.
 * <p>
 * Two events are equal when all their attributes and their data are; what identifies an
 * event on the bus is its id.
 *
 * @param <T> the type of the data
 */
public final class Event<T> {

	private static final EventIdGenerator IDS = new EventIdGenerator();

	private final EventAttributes attributes;

	private final @Nullable T data;

	Event(EventAttributes attributes, @Nullable T data) {
		this.attributes = attributes;
		this.data = data;
	}

	/**
	 * Makes an event with a new id, the time of now, schema version 1.0 and internal
	 * visibility.
	 * @param <T> the type of the data
	 * @param type the event type, such as {@code auth.user.created}
	 * @param data the data, or {@code null} when the event has none
	 * @return the event
	 * @throws IllegalArgumentException if the type breaks a rule of {@link EventType}
	 */
	public static <T> Event<T> of(String type, @Nullable T data) {
		EventAttributes attributes = new EventAttributes();
		attributes.type = EventType.requireValid(type);
		attributes.id = IDS.next();
		attributes.time = Instant.now();
		return new Event<>(attributes, data);
	}

	/**
	 * {@return the id, a UUID of version 7 unless another was set}
	 */
	public String id() {
		return this.attributes.id;
	}

	/**
	 * Returns a copy with another id.
	 * @param id the id, unique within the source
	 * @return the copy
	 */
	public Event<T> id(String id) {
		AttributeRules.requireText("id", id);
		return with((copy) -> copy.id = id);
	}

	/**
	 * {@return the event type, such as {@code auth.user.created}}
	 */
	public String type() {
		return this.attributes.type;
	}

	/**
	 * {@return the service it comes from, such as {@code urn:service:auth}, or
	 * {@code null} before it is published}
	 */
	public @Nullable String source() {
		return this.attributes.source;
	}

	/**
	 * Returns a copy with another source.
	 * @param source a URI reference
	 * @return the copy
	 */
	public Event<T> source(String source) {
		AttributeRules.requireText("source", source);
		return with((copy) -> copy.source = source);
	}

	/**
	 * {@return when it happened, exact to the nanosecond on the wire}
	 */
	public Instant time() {
		return this.attributes.time;
	}

	/**
	 * Returns a copy with another time.
	 * @param time the time, between the years 0 and 9999
	 * @return the copy
	 * @throws IllegalArgumentException if RFC 3339 cannot write the time
	 */
	public Event<T> time(Instant time) {
		if (!Rfc3339.canWrite(time)) {
			throw new IllegalArgumentException("time %s must lie between the years 0 and 9999".formatted(time));
		}
		return with((copy) -> copy.time = time);
	}

	/**
	 * {@return the data, or {@code null} when the event has none}
	 */
	public @Nullable T data() {
		return this.data;
	}

	/**
	 * Returns a copy with other data.
	 * @param <U> the type of the data
	 * @param data the data, or {@code null} for none
	 * @return the copy
	 */
	public <U> Event<U> data(@Nullable U data) {
		return new Event<>(this.attributes, data);
	}

	/**
	 * {@return the organization it belongs to, or {@code null} when none was set or
	 * written}
	 */
	public @Nullable String organizationId() {
		return this.attributes.organizationId;
	}

	/**
	 * Returns a copy with another organization.
	 * @param organizationId the organization
	 * @return the copy
	 */
	public Event<T> organizationId(String organizationId) {
		AttributeRules.requireText("organizationId", organizationId);
		return with((copy) -> copy.organizationId = organizationId);
	}

	/**
	 * {@return the version of the data's schema, 1.0 unless another was set}
	 */
	public SchemaVersion schemaVersion() {
		return this.attributes.schemaVersion;
	}

	/**
	 * Returns a copy with another schema version.
	 * @param schemaVersion the version as {@code "major.minor"}
	 * @return the copy
	 * @throws IllegalArgumentException if the text has another form
	 */
	public Event<T> schemaVersion(String schemaVersion) {
		return schemaVersion(SchemaVersion.parse(schemaVersion));
	}

	/**
	 * Returns a copy with another schema version.
	 * @param schemaVersion the version
	 * @return the copy
	 */
	public Event<T> schemaVersion(SchemaVersion schemaVersion) {
		return with((copy) -> copy.schemaVersion = schemaVersion);
	}

	/**
	 * {@return what it is about, such as {@code user/42}, or {@code null}}
	 */
	public @Nullable String entity() {
		return this.attributes.entity;
	}

	/**
	 * Returns a copy about another entity.
	 * @param entity the entity, such as {@code user/42}
	 * @return the copy
	 */
	public Event<T> entity(String entity) {
		AttributeRules.requireText("entity", entity);
		return with((copy) -> copy.entity = entity);
	}

	/**
	 * Returns the key within which order is kept.
	 * @return the one that was set, else the {@linkplain #entity() entity}, else
	 * {@code null}
	 */
	public @Nullable String partitionKey() {
		return this.attributes.effectivePartitionKey();
	}

	/**
	 * Returns a copy with another ordering key.
	 * @param partitionKey the key
	 * @return the copy
	 */
	public Event<T> partitionKey(String partitionKey) {
		AttributeRules.requireText("partitionKey", partitionKey);
		return with((copy) -> copy.partitionKey = partitionKey);
	}

	/**
	 * Returns what ties together all events of one business transaction.
	 * @return the correlation, or {@code null}
	 */
	public @Nullable String correlationId() {
		return this.attributes.correlationId;
	}

	/**
	 * Returns a copy with another correlation.
	 * @param correlationId the correlation
	 * @return the copy
	 */
	public Event<T> correlationId(String correlationId) {
		AttributeRules.requireText("correlationId", correlationId);
		return with((copy) -> copy.correlationId = correlationId);
	}

	/**
	 * {@return the id of the event or command that led to this one, or {@code null}}
	 */
	public @Nullable String causationId() {
		return this.attributes.causationId;
	}

	/**
	 * Returns a copy with another causation.
	 * @param causationId the id of the event or command that led to this one
	 * @return the copy
	 */
	public Event<T> causationId(String causationId) {
		AttributeRules.requireText("causationId", causationId);
		return with((copy) -> copy.causationId = causationId);
	}

	/**
	 * {@return the key by which the business knows a repetition, or {@code null}}
	 */
	public @Nullable String idempotencyKey() {
		return this.attributes.idempotencyKey;
	}

	/**
	 * Returns a copy with another business key.
	 * @param idempotencyKey the key
	 * @return the copy
	 */
	public Event<T> idempotencyKey(String idempotencyKey) {
		AttributeRules.requireText("idempotencyKey", idempotencyKey);
		return with((copy) -> copy.idempotencyKey = idempotencyKey);
	}

	/**
	 * {@return who it is meant for, internal unless another was set}
	 */
	public Visibility visibility() {
		return this.attributes.visibility;
	}

	/**
	 * Returns a copy with another visibility.
	 * @param visibility the visibility
	 * @return the copy
	 */
	public Event<T> visibility(Visibility visibility) {
		return with((copy) -> copy.visibility = visibility);
	}

	/**
	 * Returns an attribute that has no method of its own.
	 * @param name the attribute's name, such as {@code dataschema}
	 * @return the value, or {@code null}
	 */
	public @Nullable String extension(String name) {
		return this.attributes.extensions.get(name);
	}

	/**
	 * Returns a copy with an attribute that has no method of its own.
	 * @param name 1 to 20 characters of {@code a-z} and {@code 0-9}
	 * @param value the value
	 * @return the copy
	 * @throws IllegalArgumentException if the name has another form or belongs to an
	 * attribute with a method of its own
	 */
	public Event<T> extension(String name, String value) {
		AttributeRules.requireExtension(name);
		AttributeRules.requireText(name, value);
		return with((copy) -> copy.addExtension(name, value));
	}

	/**
	 * Returns all attributes that have no method of their own.
	 * @return the extensions, unmodifiable and sorted by name
	 */
	public Map<String, String> extensions() {
		return this.attributes.unmodifiableExtensions();
	}

	EventAttributes attributes() {
		return this.attributes;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof Event<?> that && this.attributes.equals(that.attributes)
				&& Objects.equals(this.data, that.data));
	}

	@Override
	public int hashCode() {
		return this.attributes.hashCode();
	}

	/**
	 * Returns id, type, source and entity; never the data, so an event may be logged.
	 */
	@Override
	public String toString() {
		return "Event[id=" + id() + ", type=" + type() + ", source=" + source() + ", entity=" + entity() + "]";
	}

	private Event<T> with(Consumer<EventAttributes> change) {
		EventAttributes copy = this.attributes.copy();
		change.accept(copy);
		return new Event<>(copy, this.data);
	}

}
