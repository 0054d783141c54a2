package io.natsevents.listen;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * With which event a durable consumer begins when it is created for the first time.
 *
 * @param position the event
 * @param instant begin with the first event stored at or after it; {@code null} unless
 * the position is {@link Position#INSTANT}
 */
public record DeliverFrom(Position position, @Nullable Instant instant) {

	/** With the oldest event of the stream. */
	public static final DeliverFrom ALL = new DeliverFrom(Position.ALL, null);

	/** With the first event stored after the consumer was created. */
	public static final DeliverFrom NEW = new DeliverFrom(Position.NEW, null);

	/** With the newest event of the stream. */
	public static final DeliverFrom LAST = new DeliverFrom(Position.LAST, null);

	public DeliverFrom {
		if ((position == Position.INSTANT) != (instant != null)) {
			throw new IllegalArgumentException("position " + position + " does not go with instant " + instant);
		}
	}

	/**
	 * Begin with the first event stored at or after a time.
	 * @param instant the time
	 * @return where to begin
	 */
	public static DeliverFrom instant(Instant instant) {
		return new DeliverFrom(Position.INSTANT, instant);
	}

	/**
	 * Read the text form.
	 * @param text {@code all}, {@code new}, {@code last} (any case), or an instant such
	 * as {@code 2026-03-01T00:00:00Z}
	 * @return where to begin
	 * @throws IllegalArgumentException if it is none of them
	 */
	public static DeliverFrom of(String text) {
		return switch (text.trim().toLowerCase(Locale.ROOT)) {
			case "all" -> ALL;
			case "new" -> NEW;
			case "last" -> LAST;
			default -> instant(parse(text.trim()));
		};
	}

	private static Instant parse(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeParseException ex) {
			// Without its cause: who reports it tells only the innermost message
			throw new IllegalArgumentException(
					"'" + text + "' is none of all, new, last, or an instant such as 2026-03-01T00:00:00Z");
		}
	}

	@Override
	public String toString() {
		return (this.instant != null) ? this.instant.toString() : this.position.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Where to begin.
	 */
	public enum Position {

		/** With the oldest event. */
		ALL,

		/** With what comes from now on. */
		NEW,

		/** With the newest event. */
		LAST,

		/** With the first event stored at or after an instant. */
		INSTANT

	}

}
