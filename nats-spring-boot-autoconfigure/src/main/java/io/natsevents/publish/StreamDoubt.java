package io.natsevents.publish;

import java.time.Duration;

import io.natsevents.publish.StreamHeight.Era;
import org.jspecify.annotations.Nullable;

/**
 * Something happened in which a stream may have lost an event it had confirmed.
 *
 * @param confirmed the event
 * @param confirmedIn when it was confirmed
 * @param ended what is known when the stream was seen to end below the event, else
 * {@code null}
 */
record StreamDoubt(ConfirmedEvent confirmed, Era confirmedIn, @Nullable Ended ended) {

	/**
	 * A server that does not lead any more notices it within 10 s, and one that was just
	 * elected may not know the newest events yet.
	 */
	private static final Duration CERTAIN_AFTER = Duration.ofSeconds(20);

	StreamDoubt(ConfirmedEvent confirmed, Era confirmedIn) {
		this(confirmed, confirmedIn, null);
	}

	String stream() {
		return this.confirmedIn.stream();
	}

	long sequence() {
		return this.confirmed.sequence();
	}

	/**
	 * Judge the end of the stream.
	 * @param last sequence of the newest event
	 * @param now in nanoseconds from any origin
	 */
	Judgement atEnd(long last, long now) {
		if (last >= this.confirmed.sequence()) {
			return Judgement.ASK_FOR_EVENT;
		}
		return (this.ended != null && now - this.ended.since() >= CERTAIN_AFTER.toNanos()) ? Judgement.LOST
				: Judgement.LOOK_AGAIN;
	}

	/**
	 * Whether a message in the event's place is another one.
	 * @param eventId id of the message, or {@code null} when it has none
	 */
	boolean isReplacedBy(@Nullable String eventId) {
		return !this.confirmed.eventId().equals(eventId);
	}

	/**
	 * The same when the stream was seen to end below the event.
	 */
	StreamDoubt endingAt(long last, long now) {
		Ended known = this.ended;
		return new StreamDoubt(this.confirmed, this.confirmedIn,
				(known != null) ? new Ended(Math.min(known.lowest(), last), known.since()) : new Ended(last, now));
	}

	/**
	 * Where what the stream lost begins, or above.
	 */
	long lostFrom() {
		return (this.ended != null) ? this.ended.lowest() + 1 : this.confirmed.sequence();
	}

	/**
	 * A stream ends below an event it had confirmed.
	 *
	 * @param lowest the lowest end that was seen
	 * @param since when that was seen first, in nanoseconds from any origin
	 */
	record Ended(long lowest, long since) {
	}

	/**
	 * What the end of a stream says about a doubt.
	 */
	enum Judgement {

		/**
		 * It depends on what is in the event's place now. When nothing is, the event was
		 * discarded since, and nobody can tell.
		 */
		ASK_FOR_EVENT,

		/** It is to be asked again. */
		LOOK_AGAIN,

		/** The event is gone. */
		LOST

	}

}
