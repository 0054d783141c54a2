package io.natsevents.event;

import org.jspecify.annotations.Nullable;

/**
 * Who an event is meant for, the CloudEvents attribute {@code visibility}.
 */
public enum Visibility {

	/** Only for services of the same company; the default. */
	INTERNAL("internal"),

	/** Also for partners. */
	PARTNER("partner"),

	/** For everybody. */
	PUBLIC("public");

	private final String value;

	Visibility(String value) {
		this.value = value;
	}

	/**
	 * Returns the word on the wire, such as {@code internal}.
	 * @return the attribute's value
	 */
	public String value() {
		return this.value;
	}

	static @Nullable Visibility of(String value) {
		return switch (value) {
			case "internal" -> INTERNAL;
			case "partner" -> PARTNER;
			case "public" -> PUBLIC;
			default -> null;
		};
	}

}
