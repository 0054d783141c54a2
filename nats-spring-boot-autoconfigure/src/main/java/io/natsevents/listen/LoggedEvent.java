package io.natsevents.listen;

import org.jspecify.annotations.Nullable;

/**
 * Names an event in a line of the log. Whoever may publish chooses the id, so it must
 * neither begin a line of its own nor flood the log.
 */
final class LoggedEvent {

	private static final int LONGEST = 200;

	private LoggedEvent() {
	}

	static String of(@Nullable String eventId) {
		if (eventId == null) {
			return "event of unknown id";
		}
		StringBuilder line = new StringBuilder("event ");
		eventId.codePoints().limit(LONGEST).map(LoggedEvent::printable).forEach(line::appendCodePoint);
		return (eventId.length() > LONGEST) ? line.append('…').toString() : line.toString();
	}

	private static int printable(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				'?';
			default -> character;
		};
	}

}
