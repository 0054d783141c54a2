package io.natsevents.event;

/**
 * The event types a listener wants: an event type whose tokens after the first may be
 * {@code *} (one token) and whose last may be {@code >} (one token or more).
 *
 * @param value the pattern, such as {@code auth.user.*}
 */
public record EventTypePattern(String value) {

	/**
	 * Makes a pattern.
	 * @throws IllegalArgumentException if it breaks a rule, naming the rule
	 */
	public EventTypePattern {
		EventType.requireLength("pattern", value);
		int end = EventType.tokenEnd(value, 0);
		if (isWildcard(value, 0, end)) {
			throw new IllegalArgumentException(
					"pattern '%s' must begin with the name of a service, not with a wildcard".formatted(value));
		}
		EventType.requireToken("pattern", value, 0, end);
		if (end == value.length()) {
			throw new IllegalArgumentException(
					"pattern '%s' must have two tokens or more, such as '%s.>'".formatted(value, value));
		}
		while (end < value.length()) {
			int start = end + 1;
			end = EventType.tokenEnd(value, start);
			if (!isWildcard(value, start, end)) {
				EventType.requireToken("pattern", value, start, end);
			}
			else if (value.charAt(start) == '>' && end < value.length()) {
				throw new IllegalArgumentException("pattern '%s': '>' must be the last token".formatted(value));
			}
		}
	}

	/**
	 * Makes a pattern.
	 * @param value an event type or a pattern of event types
	 * @return the pattern
	 * @throws IllegalArgumentException if it breaks a rule, naming the rule
	 */
	public static EventTypePattern parse(String value) {
		return new EventTypePattern(value);
	}

	/**
	 * Returns the service whose events are meant, which is the first token.
	 * @return the service, such as {@code auth}
	 */
	public String service() {
		return EventType.service(this.value);
	}

	/**
	 * Says whether the last token is {@code >}.
	 * @return {@code true} if types of any length match
	 */
	public boolean isOpenEnded() {
		return this.value.endsWith(".>");
	}

	/**
	 * Says whether an event of this type is wanted.
	 * @param type the event's type
	 * @return {@code true} if it matches
	 */
	public boolean matches(String type) {
		int wanted = 0;
		int given = 0;
		while (wanted < this.value.length() && given < type.length()) {
			int wantedEnd = EventType.tokenEnd(this.value, wanted);
			int givenEnd = EventType.tokenEnd(type, given);
			if (!tokenMatches(wanted, wantedEnd, type, given, givenEnd)) {
				return false;
			}
			if (this.value.charAt(wanted) == '>') {
				return true;
			}
			wanted = wantedEnd + 1;
			given = givenEnd + 1;
		}
		return wanted > this.value.length() && given > type.length();
	}

	@Override
	public String toString() {
		return this.value;
	}

	private boolean tokenMatches(int wanted, int wantedEnd, String type, int given, int givenEnd) {
		if (given == givenEnd) {
			return false;
		}
		return isWildcard(this.value, wanted, wantedEnd) || (wantedEnd - wanted == givenEnd - given
				&& this.value.regionMatches(wanted, type, given, givenEnd - given));
	}

	private static boolean isWildcard(String text, int start, int end) {
		return end - start == 1 && (text.charAt(start) == '*' || text.charAt(start) == '>');
	}

}
