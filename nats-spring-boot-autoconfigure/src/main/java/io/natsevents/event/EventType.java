package io.natsevents.event;

/**
 * The grammar of event types: two tokens or more of {@code [a-z0-9][a-z0-9-]*} joined by
 * dots, none of them {@code v<n>}, {@code p<n>} or {@code dlq}, the first not
 * {@code trial}, at most 200 characters.
 */
public final class EventType {

	static final int MAX_LENGTH = 200;

	private static final String TRIAL = "trial";

	private EventType() {
	}

	/**
	 * Returns the type when it follows the grammar.
	 * @param type the type, such as {@code auth.user.created}
	 * @return the same type
	 * @throws IllegalArgumentException if it breaks a rule, naming the rule
	 */
	public static String requireValid(String type) {
		requireLength("type", type);
		int tokens = 0;
		int start = 0;
		while (start <= type.length()) {
			int end = tokenEnd(type, start);
			requireToken("type", type, start, end);
			tokens++;
			start = end + 1;
		}
		if (tokens < 2) {
			throw new IllegalArgumentException(
					"type '%s' must have two tokens or more, such as 'auth.user.created'".formatted(type));
		}
		return type;
	}

	/**
	 * Returns the service an event type belongs to, which is its first token.
	 * @param type an event type
	 * @return the service, such as {@code auth}
	 */
	public static String service(String type) {
		return type.substring(0, tokenEnd(type, 0));
	}

	static int tokenEnd(String text, int start) {
		int dot = text.indexOf('.', start);
		return (dot < 0) ? text.length() : dot;
	}

	static void requireLength(String field, String text) {
		if (text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("%s '%s…' has %d characters, at most %d are allowed".formatted(field,
					text.substring(0, 40), text.length(), MAX_LENGTH));
		}
	}

	static void requireToken(String field, String text, int start, int end) {
		if (!isToken(text, start, end)) {
			throw new IllegalArgumentException(
					"%s '%s': token '%s' must be of a-z, 0-9 and '-', and begin with a letter or digit".formatted(field,
							text, text.substring(start, end)));
		}
		if (isReserved(text, start, end)) {
			throw new IllegalArgumentException(
					"%s '%s': token '%s' is reserved; v<n>, p<n> and dlq mark versions, partitions and dead letters"
						.formatted(field, text, text.substring(start, end)));
		}
		if (start == 0 && end == TRIAL.length() && text.startsWith(TRIAL)) {
			throw new IllegalArgumentException(
					"%s '%s': the first token 'trial' is reserved; it marks records of lone runs".formatted(field,
							text));
		}
	}

	private static boolean isToken(String text, int start, int end) {
		if (start == end || text.charAt(start) == '-') {
			return false;
		}
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
				return false;
			}
		}
		return true;
	}

	private static boolean isReserved(String text, int start, int end) {
		char first = text.charAt(start);
		if (first != 'v' && first != 'p') {
			return end - start == 3 && text.startsWith("dlq", start);
		}
		for (int i = start + 1; i < end; i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return end - start > 1;
	}

}
