package io.natsevents.event;

/**
 * Text from outside that may stand in a line of a log: whoever may publish chooses it, so
 * it must neither begin a line of its own nor flood the log.
 */
public final class PrintableText {

	private static final int LONGEST = 200;

	private PrintableText() {
	}

	/**
	 * Make text fit for a line.
	 * @param text any text
	 * @return its first 200 characters, with {@code ?} for what controls a terminal or
	 * ends a line, and an ellipsis when there is more
	 */
	public static String line(String text) {
		StringBuilder line = new StringBuilder();
		text.codePoints().limit(LONGEST).map(PrintableText::printable).forEach(line::appendCodePoint);
		return (text.length() > LONGEST) ? line.append('…').toString() : line.toString();
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
