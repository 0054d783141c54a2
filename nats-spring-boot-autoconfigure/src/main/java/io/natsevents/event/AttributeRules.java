package io.natsevents.event;

import org.jspecify.annotations.Nullable;

/**
 * What attributes may be called and contain.
 */
final class AttributeRules {

	private static final int MAX_EXTENSION_LENGTH = 20;

	private AttributeRules() {
	}

	/**
	 * Refuses a value that CloudEvents does not allow, or that would break out of the
	 * header an attribute may become.
	 * @throws IllegalArgumentException if it is blank or has control characters
	 */
	static void requireText(String attribute, String value) {
		if (value.isBlank()) {
			throw new IllegalArgumentException(attribute + " must not be blank");
		}
		for (int i = 0; i < value.length(); i++) {
			if (Character.isISOControl(value.charAt(i))) {
				throw new IllegalArgumentException(
						"%s must not contain control characters, found one at index %d".formatted(attribute, i));
			}
		}
	}

	/**
	 * Refuses a name that no extension may have.
	 * @throws IllegalArgumentException if it has another form or is an attribute's name
	 */
	static void requireExtension(String name) {
		if (!isAttributeName(name) || name.length() > MAX_EXTENSION_LENGTH) {
			throw new IllegalArgumentException(
					"extension '%s' must have 1 to 20 characters of a-z and 0-9".formatted(name));
		}
		String setBy = setBy(name);
		if (setBy != null) {
			throw new IllegalArgumentException(
					"extension '%s' is an attribute of its own and set by %s".formatted(name, setBy));
		}
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
