package io.natsevents.listen;

/**
 * What waited for a consumer at one time.
 *
 * @param certain up to this sequence of the stream nothing is missed that was not
 * reported
 * @param delivered the consumer had come to this sequence
 * @param deliveries how many deliveries there had been
 * @param pending how many events waited
 * @param end last sequence of the stream, asked afterwards: what waited is not behind it
 */
record WaitingMark(long certain, long delivered, long deliveries, long pending, long end) {

	private static final long UNKNOWN = Long.MAX_VALUE;

	static WaitingMark of(ConsumerProgress now, long certain, long end) {
		return new WaitingMark(Math.min(certain, now.delivered()), now.delivered(), now.deliveries(), now.pending(),
				end);
	}

	/**
	 * What waited while the stream was not asked.
	 */
	static WaitingMark withoutEnd(ConsumerProgress now) {
		return of(now, now.delivered(), UNKNOWN);
	}

	boolean isWithoutEnd() {
		return this.end == UNKNOWN;
	}

	WaitingMark endingAt(long last) {
		return new WaitingMark(this.certain, this.delivered, this.deliveries, this.pending, last);
	}

	/**
	 * Whether the stream has discarded something behind what was delivered.
	 */
	boolean isReachedBy(StreamSnapshot stream) {
		return stream.first() > this.delivered + 1;
	}

	/**
	 * Whether the stream has discarded all that waited and was not delivered.
	 */
	boolean isPassedBy(StreamSnapshot stream) {
		return stream.first() > this.end;
	}

}
