package io.natsevents.deadletter;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. Each condition narrows it; what is not given matches all.
 * <p>
 * Stream and durable are looked up by the server. For anything else entries are read one
 * after the other, so give those two when there are many.
 *
 * @param stream stream of the original
 * @param durable durable consumer whose listener gave it up
 * @param type type of the event; those whose event cannot be read match no type
 * @param organizationId organization of the event, likewise
 * @param reason why it was parked
 * @param parkedFrom earliest time of parking
 * @param parkedUntil time of parking it was parked before
 * @param limit how many a page has at most, from 1 to 1,000
 * @param after where the page before ended, 0 for the first
 */
public record DeadLetterQuery(@Nullable String stream, @Nullable String durable, @Nullable String type,
		@Nullable String organizationId, @Nullable DeadLetterReason reason, @Nullable Instant parkedFrom,
		@Nullable Instant parkedUntil, int limit, long after) {

	/** How many dead letters a page has at most, unless it is said. */
	public static final int DEFAULT_LIMIT = 100;

	private static final int GREATEST_LIMIT = 1000;

	private static final DeadLetterQuery ALL = new DeadLetterQuery(null, null, null, null, null, null, null,
			DEFAULT_LIMIT, 0);

	/**
	 * Check the conditions.
	 * @throws IllegalArgumentException when one of them can match nothing
	 */
	public DeadLetterQuery {
		checkToken("stream", stream, true);
		checkToken("durable", durable, true);
		checkToken("type", type, false);
		if (organizationId != null && organizationId.isBlank()) {
			throw new IllegalArgumentException("organization must not be blank");
		}
		if (parkedFrom != null && parkedUntil != null && !parkedFrom.isBefore(parkedUntil)) {
			throw new IllegalArgumentException(
					"the time range is empty: from " + parkedFrom + " until before " + parkedUntil);
		}
		if (limit < 1 || limit > GREATEST_LIMIT) {
			throw new IllegalArgumentException("limit must be between 1 and " + GREATEST_LIMIT + ", not " + limit);
		}
		if (after < 0) {
			throw new IllegalArgumentException("after must be 0 or what the page before gave, not " + after);
		}
	}

	private static void checkToken(String name, @Nullable String value, boolean single) {
		if (value == null) {
			return;
		}
		boolean legal = !value.isEmpty() && value.chars()
			.allMatch((character) -> character > ' ' && character != '*' && character != '>' && character != 127
					&& !(single && character == '.'));
		if (!legal) {
			throw new IllegalArgumentException("'" + value + "' is no " + name
					+ ": give the exact name, without wildcards" + (single ? ", dots" : "") + " and spaces");
		}
	}

	/**
	 * Every dead letter.
	 * @return the query
	 */
	public static DeadLetterQuery all() {
		return ALL;
	}

	/**
	 * Only those of a stream.
	 * @param value the name of the stream
	 * @return a narrower query
	 */
	public DeadLetterQuery stream(String value) {
		return new DeadLetterQuery(value, this.durable, this.type, this.organizationId, this.reason, this.parkedFrom,
				this.parkedUntil, this.limit, this.after);
	}

	/**
	 * Only those of a durable consumer.
	 * @param value the name of the consumer
	 * @return a narrower query
	 */
	public DeadLetterQuery durable(String value) {
		return new DeadLetterQuery(this.stream, value, this.type, this.organizationId, this.reason, this.parkedFrom,
				this.parkedUntil, this.limit, this.after);
	}

	/**
	 * Only those of a type of event.
	 * @param value the whole type
	 * @return a narrower query
	 */
	public DeadLetterQuery type(String value) {
		return new DeadLetterQuery(this.stream, this.durable, value, this.organizationId, this.reason, this.parkedFrom,
				this.parkedUntil, this.limit, this.after);
	}

	/**
	 * Only those of an organization.
	 * @param value the organization
	 * @return a narrower query
	 */
	public DeadLetterQuery organizationId(String value) {
		return new DeadLetterQuery(this.stream, this.durable, this.type, value, this.reason, this.parkedFrom,
				this.parkedUntil, this.limit, this.after);
	}

	/**
	 * Only those parked for a reason.
	 * @param value the reason
	 * @return a narrower query
	 */
	public DeadLetterQuery reason(DeadLetterReason value) {
		return new DeadLetterQuery(this.stream, this.durable, this.type, this.organizationId, value, this.parkedFrom,
				this.parkedUntil, this.limit, this.after);
	}

	/**
	 * Only those parked in a range of time.
	 * @param from the earliest time, or {@code null} for no limit
	 * @param until the time they were parked before, or {@code null} for no limit
	 * @return a narrower query
	 */
	public DeadLetterQuery parked(@Nullable Instant from, @Nullable Instant until) {
		return new DeadLetterQuery(this.stream, this.durable, this.type, this.organizationId, this.reason, from, until,
				this.limit, this.after);
	}

	/**
	 * Pages of another size.
	 * @param value how many dead letters a page has at most, from 1 to 1,000
	 * @return the query
	 */
	public DeadLetterQuery limit(int value) {
		return new DeadLetterQuery(this.stream, this.durable, this.type, this.organizationId, this.reason,
				this.parkedFrom, this.parkedUntil, value, this.after);
	}

	/**
	 * The page behind another.
	 * @param value what that page gave as {@link DeadLetterPage#next()}
	 * @return the query
	 */
	public DeadLetterQuery after(long value) {
		return new DeadLetterQuery(this.stream, this.durable, this.type, this.organizationId, this.reason,
				this.parkedFrom, this.parkedUntil, this.limit, value);
	}

	/**
	 * Which subjects have the entries, as far as subjects tell.
	 */
	String subjects() {
		return "dlq." + ((this.stream != null) ? this.stream : "*") + "."
				+ ((this.durable != null) ? this.durable : "*") + ".*";
	}

	/**
	 * Whether subjects tell everything.
	 */
	boolean isAnsweredBySubjects() {
		return this.type == null && this.organizationId == null && this.reason == null && this.parkedFrom == null
				&& this.parkedUntil == null;
	}

	/**
	 * Whether a dead letter with a fitting subject is meant.
	 */
	boolean matches(DeadLetter deadLetter) {
		return matches(this.type, deadLetter.type()) && matches(this.organizationId, deadLetter.organizationId())
				&& (this.reason == null || this.reason == deadLetter.reason())
				&& (this.parkedFrom == null || !deadLetter.parkedAt().isBefore(this.parkedFrom))
				&& (this.parkedUntil == null || deadLetter.parkedAt().isBefore(this.parkedUntil));
	}

	private static boolean matches(@Nullable String wanted, @Nullable String actual) {
		return wanted == null || wanted.equals(actual);
	}

}
