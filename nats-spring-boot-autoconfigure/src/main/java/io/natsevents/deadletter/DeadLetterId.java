package io.natsevents.deadletter;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Names a dead letter: the event it is of, and the durable consumer whose listener gave
 * it up.
 * <p>
 * Sequences alone are used again after a stream was restored or made anew, so the time of
 * storing, which is exact to the nanosecond, is part of it (tried on nats-server 2.15.1
 * and 2.10.27).
 *
 * @param position where the event is stored
 * @param durable name of the durable consumer
 */
public record DeadLetterId(StoredPosition position, String durable) {

	private static final String SUBJECT_PREFIX = "dlq.";

	/** Of what is no id. */
	private static final int MOST_SHOWN = 100;

	/**
	 * Read an id.
	 * @param text the id as {@link #toString()} writes it
	 * @return the id
	 * @throws IllegalArgumentException when it is none
	 */
	public static DeadLetterId parse(String text) {
		DeadLetterId id = parseOrNull(text);
		if (id == null) {
			throw new IllegalArgumentException("'"
					+ ((text.length() > MOST_SHOWN) ? text.substring(0, MOST_SHOWN) + "..." : text)
					+ "' is no id of a dead letter; one has the form <stream>.<durable>.<sequence>-<stored time in ns>");
		}
		return id;
	}

	private static @Nullable DeadLetterId parseOrNull(String text) {
		String[] tokens = text.split("\\.", -1);
		int dash = text.lastIndexOf('-');
		if (tokens.length != 3 || !isName(tokens[0]) || !isName(tokens[1])
				|| dash < text.length() - tokens[2].length()) {
			return null;
		}
		try {
			long sequence = Long.parseLong(text.substring(text.length() - tokens[2].length(), dash));
			long nanos = Long.parseLong(text.substring(dash + 1));
			Instant storedAt = Instant.ofEpochSecond(0, nanos);
			return new DeadLetterId(new StoredPosition(tokens[0], sequence, storedAt), tokens[1]);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Whether it can be part of a subject. With a wildcard it would lead to a dead letter
	 * of somebody else.
	 */
	private static boolean isName(String token) {
		return !token.isEmpty() && token.chars()
			.allMatch((character) -> character > ' ' && character != '*' && character != '>' && character != 127);
	}

	/**
	 * Read the id in a subject.
	 * @param subject a subject in the stream of dead letters
	 * @return the id, or {@code null} when no dead letter is stored under such a subject
	 */
	static @Nullable DeadLetterId ofSubject(String subject) {
		DeadLetterId id = subject.startsWith(SUBJECT_PREFIX) ? parseOrNull(subject.substring(SUBJECT_PREFIX.length()))
				: null;
		return (id != null && id.subject().equals(subject)) ? id : null;
	}

	/**
	 * Subject the dead letter is stored under.
	 * @return the subject
	 */
	public String subject() {
		return SUBJECT_PREFIX + this;
	}

	@Override
	public String toString() {
		return this.position.stream() + "." + this.durable + "." + this.position.sequence() + "-"
				+ this.position.storedAtNanos();
	}

}
