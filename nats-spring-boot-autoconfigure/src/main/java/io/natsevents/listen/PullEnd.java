package io.natsevents.listen;

import java.time.Duration;

import io.nats.client.support.Status;
import org.jspecify.annotations.Nullable;

/**
 * How a pull request has ended.
 *
 * @param kind how
 * @param reason why it ended before its time, or {@code null} when it did not
 */
record PullEnd(Kind kind, @Nullable String reason) {

	/** All its messages have come, or its time is over. */
	static final PullEnd COMPLETE = new PullEnd(Kind.COMPLETE, null);

	/** The server tells about many things by this one. */
	private static final int CONFLICT = 409;

	private static final Duration GRACE = Duration.ofMillis(250);

	static PullEnd cutShort(String reason) {
		return new PullEnd(Kind.CUT_SHORT, reason);
	}

	static PullEnd refused(String reason) {
		return new PullEnd(Kind.REFUSED, reason);
	}

	static PullEnd abandoned(String reason) {
		return new PullEnd(Kind.ABANDONED, reason);
	}

	/**
	 * Decide what it means that the server has said something else than that it is alive.
	 * @param code code of the status, as in ADR-13 of NATS
	 * @param text text of the status
	 * @param ageNanos for how long the request has been outstanding
	 * @param expires when the server was to end it
	 */
	static PullEnd ofStatus(int code, String text, long ageNanos, Duration expires) {
		String reason = code + " " + text;
		return switch (code) {
			case Status.NOT_FOUND_CODE, Status.REQUEST_TIMEOUT_CODE ->
				(ageNanos > expires.toNanos() / 10 * 9) ? COMPLETE : cutShort(reason);
			case Status.NO_RESPONDERS_CODE -> cutShort(reason);
			case CONFLICT -> switch (text) {
				case Status.BATCH_COMPLETED -> COMPLETE;
				case Status.LEADERSHIP_CHANGE, Status.SERVER_SHUTDOWN, Status.EXCEEDED_MAX_WAITING -> cutShort(reason);
				default -> refused(reason);
			};
			default -> refused(reason);
		};
	}

	/**
	 * Decide what it means that nothing has come.
	 * @param ageNanos for how long the request has been outstanding
	 * @param expires when the server was to end it
	 * @param silentNanos for how long the server has said nothing
	 * @param silence for how long it may say nothing, or {@code null} when it was not
	 * asked to tell that it is alive
	 * @return the end, or {@code null} when the request goes on
	 */
	static @Nullable PullEnd ofSilence(long ageNanos, Duration expires, long silentNanos, @Nullable Duration silence) {
		if (ageNanos > expires.plus(GRACE).toNanos()) {
			return abandoned("the server did not end the pull request");
		}
		return (silence != null && silentNanos > silence.toNanos()) ? abandoned("the server has gone silent") : null;
	}

	boolean is(Kind kind) {
		return this.kind == kind;
	}

	/**
	 * Ways to end.
	 */
	enum Kind {

		/** As asked for. */
		COMPLETE,

		/** Before its time, such as when a leader steps down. */
		CUT_SHORT,

		/** By an error, such as a deleted consumer. */
		REFUSED,

		/** Nothing is heard of it, so it may still be outstanding. */
		ABANDONED

	}

}
