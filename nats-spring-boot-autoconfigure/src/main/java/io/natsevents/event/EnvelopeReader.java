package io.natsevents.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Collects the attributes of one event as a codec comes across them, and makes the event
 * once all have been seen.
 */
final class EnvelopeReader {

	private final EventAttributes attributes = new EventAttributes();

	private @Nullable String specVersion;

	private @Nullable String dataContentType;

	private @Nullable SortedMap<String, String> extensions;

	/**
	 * Takes an attribute whose value is a string.
	 * @throws MalformedEventException if the attribute is ours and its value is not
	 * understood
	 */
	void text(String name, String value) {
		// An attribute that is present must not be empty, so an empty one is none.
		if (value.isBlank()) {
			return;
		}
		switch (name) {
			case "specversion" -> this.specVersion = value;
			case "id" -> this.attributes.id = value;
			case "source" -> this.attributes.source = value;
			case "type" -> this.attributes.type = value;
			case "time" -> this.attributes.time = time(value);
			case "subject" -> this.attributes.entity = value;
			case "datacontenttype" -> this.dataContentType = value;
			case "organizationid" -> this.attributes.organizationId = value;
			case "schemaversion" -> this.attributes.schemaVersion = schemaVersion(value);
			case "partitionkey" -> this.attributes.partitionKey = value;
			case "correlationid" -> this.attributes.correlationId = value;
			case "causationid" -> this.attributes.causationId = value;
			case "idempotencykey" -> this.attributes.idempotencyKey = value;
			case "visibility" -> this.attributes.visibility = visibility(value);
			default -> extension(name, value);
		}
	}

	/**
	 * Takes an attribute whose value is a number or boolean.
	 * @throws MalformedEventException if the attribute is ours
	 */
	void scalar(String name, String value) {
		requireForeign(name);
		extension(name, value);
	}

	/**
	 * Takes note of an attribute whose value is an object or array.
	 * @throws MalformedEventException if the attribute is ours
	 */
	void structure(String name) {
		requireForeign(name);
	}

	@Nullable String eventId() {
		return (this.attributes.id.isEmpty()) ? null : this.attributes.id;
	}

	@Nullable String eventType() {
		return (this.attributes.type.isEmpty()) ? null : this.attributes.type;
	}

	/**
	 * Says whether the data is JSON, which it is when nothing else is said.
	 */
	boolean hasJsonData() {
		String contentType = this.dataContentType;
		if (contentType == null) {
			return true;
		}
		int parameters = contentType.indexOf(';');
		String mediaType = ((parameters < 0) ? contentType : contentType.substring(0, parameters)).strip();
		return endsWithIgnoreCase(mediaType, "/json") || endsWithIgnoreCase(mediaType, "+json");
	}

	/**
	 * Makes the event.
	 * @throws MalformedEventException if a required attribute is missing
	 */
	<T> Event<T> event(@Nullable T data) {
		requireComplete();
		return new Event<>(this.attributes, data);
	}

	/**
	 * Refuses an event that lacks a required attribute, before its data is looked at.
	 * @throws MalformedEventException if one is missing
	 */
	void requireComplete() {
		requirePresent("specversion", this.specVersion != null);
		if (this.specVersion != null && !this.specVersion.startsWith("1.")) {
			throw new MalformedEventException("attribute 'specversion' is not 1.x, the only one understood");
		}
		requirePresent("id", !this.attributes.id.isEmpty());
		requirePresent("source", this.attributes.source != null);
		requirePresent("type", !this.attributes.type.isEmpty());
		requirePresent("time", !this.attributes.time.equals(Instant.MIN));
	}

	private void extension(String name, String value) {
		if (!AttributeRules.isAttributeName(name)) {
			return;
		}
		if (this.extensions == null) {
			this.extensions = new TreeMap<>();
			this.attributes.extensions = this.extensions;
		}
		this.extensions.put(name, value);
	}

	private static Instant time(String value) {
		try {
			return Rfc3339.parse(value);
		}
		catch (DateTimeException ex) {
			throw new MalformedEventException("attribute 'time' is not a time as RFC 3339 writes it");
		}
	}

	private static SchemaVersion schemaVersion(String value) {
		try {
			return SchemaVersion.parse(value);
		}
		catch (IllegalArgumentException ex) {
			throw new MalformedEventException(
					"attribute 'schemaversion' is not \"major.minor\" with a major of 1 or more");
		}
	}

	private static Visibility visibility(String value) {
		Visibility visibility = Visibility.of(value);
		if (visibility == null) {
			throw new MalformedEventException("attribute 'visibility' is none of internal, partner and public");
		}
		return visibility;
	}

	private static void requireForeign(String name) {
		if (AttributeRules.isReserved(name)) {
			throw new MalformedEventException("attribute '%s' is not a JSON string".formatted(name));
		}
	}

	private static void requirePresent(String name, boolean present) {
		if (!present) {
			throw new MalformedEventException("attribute '%s' is missing".formatted(name));
		}
	}

	private static boolean endsWithIgnoreCase(String text, String end) {
		return text.regionMatches(true, text.length() - end.length(), end, 0, end.length());
	}

}
