package io.natsevents.deadletter;

import java.util.Locale;

/**
 * Headers of a dead letter. They are written here and nowhere else: whatever an event
 * brings along under these names is overwritten.
 */
public final class DeadLetterHeaders {

	/** Stream the event is stored in. */
	public static final String STREAM = "Dlq-Stream";

	/** Durable consumer whose listener gave it up. */
	public static final String CONSUMER = "Dlq-Consumer";

	/** Subject the event was published to. */
	public static final String SUBJECT = "Dlq-Subject";

	/** Sequence of the event in its stream. */
	public static final String SEQUENCE = "Dlq-Sequence";

	/** When the event was stored, RFC 3339. */
	public static final String STORED_AT = "Dlq-Stored-At";

	/** Id of the event, where it has one. */
	public static final String EVENT_ID = "Dlq-Event-Id";

	/** A {@link DeadLetterReason}. */
	public static final String REASON = "Dlq-Reason";

	/** How often the event was delivered. */
	public static final String DELIVERIES = "Dlq-Deliveries";

	/** When it failed for the first time in the instance that parked it, RFC 3339. */
	public static final String FIRST_FAILED_AT = "Dlq-First-Failed-At";

	/** When it failed for the last time, RFC 3339. */
	public static final String LAST_FAILED_AT = "Dlq-Last-Failed-At";

	/** Class of the last exception, where there was one. */
	public static final String EXCEPTION = "Dlq-Exception";

	/** Message of the last exception, shortened. */
	public static final String MESSAGE = "Dlq-Message";

	/** Application that parked it. */
	public static final String APPLICATION = "Dlq-Application";

	/** Id of the replay in which it failed, where it was one. */
	public static final String REPLAY = "Dlq-Replay";

	/** What was left out to make it fit, separated by commas. */
	public static final String DROPPED = "Dlq-Dropped";

	/** Where the body is, when it had to be left out. */
	public static final String BODY = "Dlq-Body";

	/** Stack trace of the last exception, when it is asked for. */
	public static final String STACK_TRACE = "Dlq-Stack-Trace";

	/** Until when nobody else may handle or discard the event, RFC 3339. */
	public static final String CLAIMED_UNTIL = "Dlq-Claimed-Until";

	/** Who handles the event once more: application, slash, random token. */
	public static final String CLAIMED_BY = "Dlq-Claimed-By";

	private static final String PREFIX = "dlq-";

	private static final String SERVER_PREFIX = "nats-";

	private DeadLetterHeaders() {
	}

	/**
	 * Whether a header is of a dead letter, or made to look like one.
	 */
	static boolean isOfDeadLetter(String name) {
		return name.toLowerCase(Locale.ROOT).startsWith(PREFIX);
	}

	/**
	 * Whether a header tells the server something, or comes from it.
	 */
	static boolean isOfServer(String name) {
		return name.toLowerCase(Locale.ROOT).startsWith(SERVER_PREFIX);
	}

}
