package io.natsevents.publish;

import io.natsevents.publish.StreamHeight.Era;
import org.jspecify.annotations.Nullable;

/**
 * Something happened in which a stream may have lost an event it had confirmed.
 *
 * @param height the stream
 * @param confirmed the highest event it had confirmed before
 * @param confirmedIn when it did
 * @param end the lowest end of the stream that was seen since, or {@link #UNSEEN} when
 * none was below the event
 */
record StreamDoubt(StreamHeight height, ConfirmedEvent confirmed, Era confirmedIn, long end) {

	private static final long UNSEEN = -1;

	StreamDoubt(StreamHeight height, ConfirmedEvent confirmed, Era confirmedIn) {
		this(height, confirmed, confirmedIn, UNSEEN);
	}

	String stream() {
		return this.height.stream();
	}

	long sequence() {
		return this.confirmed.sequence();
	}

	/**
	 * Judge the end of the stream. It has to be below the event twice: a leader that was
	 * just elected may not know the newest events yet.
	 * @param last sequence of the newest event
	 */
	Judgement atEnd(long last) {
		if (last >= this.confirmed.sequence()) {
			return Judgement.ASK_FOR_EVENT;
		}
		return (this.end != UNSEEN) ? Judgement.LOST : Judgement.LOOK_AGAIN;
	}

	/**
	 * Whether a message in the event's place is another one.
	 * @param eventId id of the message, or {@code null} when it has none
	 */
	boolean isReplacedBy(@Nullable String eventId) {
		return !this.confirmed.eventId().equals(eventId);
	}

	/**
	 * The same when the stream was seen to end at a sequence.
	 */
	StreamDoubt endingAt(long last) {
		long lowest = (this.end != UNSEEN) ? Math.min(this.end, last) : last;
		return new StreamDoubt(this.height, this.confirmed, this.confirmedIn, lowest);
	}

	/**
	 * Where what the stream lost begins, or above.
	 */
	long lostFrom() {
		return (this.end != UNSEEN) ? this.end + 1 : this.confirmed.sequence();
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
