package io.natsevents.deadletter;

/**
 * Text from outside that may stand in one line of a log.
 */
final class PrintableText {

	private static final int LONGEST = 200;

	private PrintableText() {
	}

	static String line(String text) {
		StringBuilder line = new StringBuilder();
		text.codePoints().limit(LONGEST).map(PrintableText::printable).forEach(line::appendCodePoint);
		return line.toString();
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
