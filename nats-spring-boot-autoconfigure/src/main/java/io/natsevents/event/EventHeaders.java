package io.natsevents.event;

import java.nio.charset.CharacterCodingException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of an event as headers of a message in binary mode.
 */
public final class EventHeaders {

	private static final String PREFIX = "ce-";

	private EventHeaders() {
	}

	/**
	 * Makes the headers of an event.
	 * @param event the event, with a source
	 * @return the headers by name, in the order of the attributes
	 * @throws EventSerializationException if the event has no source, or an attribute has
	 * half a surrogate pair
	 */
	public static Map<String, String> of(Event<?> event) {
		Map<String, String> headers = new LinkedHashMap<>();
		event.attributes().forEach(event.data() != null, (name, value) -> {
			try {
				headers.put(PREFIX + name, PercentEncoding.encode(value));
			}
			catch (CharacterCodingException ex) {
				throw new EventSerializationException(
						"event %s of type %s cannot be written: attribute '%s' has half a surrogate pair"
							.formatted(event.id(), event.type(), name),
						null);
			}
		});
		return headers;
	}

	/**
	 * Reads the attributes from the headers of a message; all that are none are ignored.
	 * @throws MalformedEventException if a value is not UTF-8, or an attribute has two
	 */
	static Map<String, String> attributes(Collection<Map.Entry<String, List<String>>> headers) {
		Map<String, String> attributes = new LinkedHashMap<>();
		for (Map.Entry<String, List<String>> header : headers) {
			String name = attributeName(header.getKey());
			if (name != null) {
				for (String value : header.getValue()) {
					String decoded = decode(name, value);
					String other = attributes.put(name, decoded);
					// The client does not keep the order of names that differ in case
					if (other != null && !other.equals(decoded)) {
						throw new MalformedEventException("attribute '%s' has two values".formatted(name));
					}
				}
			}
		}
		return attributes;
	}

	private static String decode(String name, String value) {
		try {
			return PercentEncoding.decode(value);
		}
		catch (CharacterCodingException ex) {
			throw new MalformedEventException("attribute '%s' is not UTF-8".formatted(name));
		}
	}

	/**
	 * Says whether a message is an event in binary mode.
	 */
	static boolean arePresent(Collection<Map.Entry<String, List<String>>> headers) {
		return headers.stream().anyMatch((header) -> header.getKey().equalsIgnoreCase(PREFIX + "specversion"));
	}

	/**
	 * The id of an event that cannot be read otherwise.
	 * @return the id, or {@code null} if it cannot be told
	 */
	static @Nullable String eventId(Collection<Map.Entry<String, List<String>>> headers) {
		try {
			String id = attributes(
					headers.stream().filter((header) -> header.getKey().equalsIgnoreCase(PREFIX + "id")).toList())
				.get("id");
			return (id != null && !id.isBlank()) ? id : null;
		}
		catch (MalformedEventException ex) {
			return null;
		}
	}

	/**
	 * The key within which order is kept.
	 * @return the partition key, else the entity, else {@code null}
	 * @throws MalformedEventException if they cannot be read
	 */
	static @Nullable String partitionKey(Collection<Map.Entry<String, List<String>>> headers) {
		Map<String, String> attributes = attributes(headers.stream()
			.filter((header) -> header.getKey().equalsIgnoreCase(PREFIX + "partitionkey")
					|| header.getKey().equalsIgnoreCase(PREFIX + "subject"))
			.toList());
		String key = attributes.get("partitionkey");
		String chosen = (key != null && !key.isBlank()) ? key : attributes.get("subject");
		return (chosen != null && !chosen.isBlank()) ? chosen : null;
	}

	private static @Nullable String attributeName(String header) {
		if (!header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
			return null;
		}
		String name = header.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
		return (AttributeRules.isAttributeName(name) && !name.equals("data")) ? name : null;
	}

}
