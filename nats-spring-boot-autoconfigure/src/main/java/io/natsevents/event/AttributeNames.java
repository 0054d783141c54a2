package io.natsevents.event;

import org.jspecify.annotations.Nullable;

/**
 * The names of attributes: which are ours, and which an extension may have.
 */
final class AttributeNames {

	private static final int MAX_EXTENSION_LENGTH = 20;

	private AttributeNames() {
	}

	/**
	 * Returns the extension name when it may be set.
	 * @throws IllegalArgumentException if it has another form or is an attribute's name
	 */
	static String requireExtension(String name) {
		if (!isAttributeName(name) || name.length() > MAX_EXTENSION_LENGTH) {
			throw new IllegalArgumentException(
					"extension '%s' must have 1 to 20 characters of a-z and 0-9".formatted(name));
		}
		String setBy = setBy(name);
		if (setBy != null) {
			throw new IllegalArgumentException(
					"extension '%s' is an attribute of its own and set by %s".formatted(name, setBy));
		}
		return name;
	}

	static boolean isAttributeName(String name) {
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
				return false;
			}
		}
		return !name.isEmpty();
	}

	static boolean isReserved(String name) {
		return setBy(name) != null;
	}

	private static @Nullable String setBy(String name) {
		return switch (name) {
			case "specversion", "datacontenttype" -> "the codec";
			case "id" -> "Event.id";
			case "source" -> "Event.source";
			case "type" -> "Event.of";
			case "time" -> "Event.time";
			case "subject" -> "Event.entity";
			case "data" -> "Event.data";
			case "organizationid" -> "Event.organizationId";
			case "schemaversion" -> "Event.schemaVersion";
			case "partitionkey" -> "Event.partitionKey";
			case "correlationid" -> "Event.correlationId";
			case "causationid" -> "Event.causationId";
			case "idempotencykey" -> "Event.idempotencyKey";
			case "visibility" -> "Event.visibility";
			default -> null;
		};
	}

}
