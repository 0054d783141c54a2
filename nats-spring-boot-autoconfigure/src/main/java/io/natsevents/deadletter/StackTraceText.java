package io.natsevents.deadletter;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A stack trace as the value of a header: line ends are written {@code \n} and
 * backslashes are doubled, and it takes at most 8 KB.
 * <p>
 * What went wrong first stands last, so frames are left out of the middle: each exception
 * keeps as many as let all of them fit.
 */
final class StackTraceText {

	static final int LONGEST = 8 * 1024;

	private static final int LONGEST_MESSAGE = 300;

	private static final int[] FRAMES = { 1000, 50, 20, 10, 5, 2, 0 };

	private StackTraceText() {
	}

	/**
	 * Write a stack trace.
	 * @param failure the exception
	 * @return printable ASCII
	 */
	static String encode(Throwable failure) {
		String text = "";
		for (int frames : FRAMES) {
			text = escape(render(failure, frames));
			if (text.length() <= LONGEST) {
				return text;
			}
		}
		return text.substring(0, LONGEST);
	}

	/**
	 * Read a stack trace.
	 * @param text the value of the header, which may be anything
	 * @return the lines, or {@code null} when there are none
	 */
	static @Nullable String decode(@Nullable String text) {
		if (text == null) {
			return null;
		}
		StringBuilder decoded = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character != '\\' || i + 1 == text.length()) {
				decoded.append(character);
				continue;
			}
			char escaped = text.charAt(++i);
			switch (escaped) {
				case 'n' -> decoded.append('\n');
				case '\\' -> decoded.append('\\');
				default -> decoded.append(character).append(escaped);
			}
		}
		return decoded.toString();
	}

	private static String render(Throwable failure, int frames) {
		StringBuilder text = new StringBuilder();
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Throwable next = failure;
		while (next != null && seen.add(next) && text.length() <= LONGEST) {
			text.append((next != failure) ? "Caused by: " : "").append(headline(next)).append('\n');
			StackTraceElement[] elements = next.getStackTrace();
			for (int i = 0; i < Math.min(frames, elements.length); i++) {
				text.append("  at ").append(elements[i]).append('\n');
			}
			if (elements.length > frames) {
				text.append("  ... ").append(elements.length - frames).append(" more\n");
			}
			next = next.getCause();
		}
		return text.toString();
	}

	private static String headline(Throwable failure) {
		String message = failure.getMessage();
		String name = failure.getClass().getName();
		if (message == null) {
			return name;
		}
		return name + ": " + ((message.length() > LONGEST_MESSAGE) ? message.substring(0, LONGEST_MESSAGE) : message);
	}

	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length() + 100);
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			switch (character) {
				case '\n' -> escaped.append("\\n");
				case '\\' -> escaped.append("\\\\");
				default -> escaped.append((character >= ' ' && character <= '~') ? character : '?');
			}
		}
		return escaped.toString();
	}

}
