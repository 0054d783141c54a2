package io.natsevents.event;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Puts together what is said of a failure, the same for every JSON library.
 */
final class FailureText {

	private final StringBuilder text;

	private boolean inData;

	FailureText(String kind, @Nullable Throwable cause) {
		this.text = new StringBuilder(kind);
		if (cause != null) {
			this.text.append(" caused by ").append(cause.getClass().getName());
		}
	}

	/**
	 * Adds one step of the path into the data.
	 */
	FailureText step(@Nullable Object from, @Nullable String property, int index) {
		if (!this.inData) {
			this.text.append(" at data");
			this.inData = true;
		}
		// The keys of a map are content too.
		if (from instanceof Map) {
			this.text.append(".*");
		}
		else if (property != null) {
			this.text.append('.').append(property);
		}
		else {
			this.text.append('[').append(index).append(']');
		}
		return this;
	}

	/**
	 * Ends it.
	 */
	String at(String place) {
		return this.text + place;
	}

	/**
	 * A place in the document, or nothing where it is not known.
	 */
	static String place(int line, int column) {
		return (line < 0) ? "" : " (line %d, column %d)".formatted(line, column);
	}

}
