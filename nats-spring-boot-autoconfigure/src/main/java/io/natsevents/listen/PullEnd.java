package io.natsevents.listen;

import java.time.Duration;

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
	 * Decide what it means that no message has come.
	 * @param early whether the wait for it ended before its limit, which is how the
	 * client tells that the server has ended the request
	 * @param ageNanos for how long the request has been outstanding
	 * @param expires when the server was to end it
	 * @return the end, or {@code null} when the request goes on
	 */
	static @Nullable PullEnd afterNoMessage(boolean early, long ageNanos, Duration expires) {
		if (early) {
			return (ageNanos > expires.toNanos() / 10 * 9) ? COMPLETE
					: cutShort("the server ended the pull request early");
		}
		return (ageNanos > expires.plus(GRACE).toNanos()) ? abandoned("the server did not end the pull request") : null;
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

		/**
		 * Nothing is heard of it, so it may still be outstanding. Its end would be taken
		 * for that of the next one on the same subscription.
		 */
		ABANDONED

	}

}
