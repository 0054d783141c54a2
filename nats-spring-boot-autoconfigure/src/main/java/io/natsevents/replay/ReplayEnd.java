package io.natsevents.replay;

/**
 * Decides whether a replay has come to its end. A pure function of what the server says
 * about its consumer.
 */
enum ReplayEnd {

	/** Events of the range are left, or not settled. */
	NOT_YET,

	/**
	 * The consumer knows of nothing more; a leader that was just elected may not know the
	 * newest events yet, so the stream is to be asked.
	 */
	ASK_STREAM,

	/** All events of the range are settled. */
	REACHED;

	static ReplayEnd of(ConsumerPosition position, ReplayRange range) {
		if (position.ackFloor() >= range.last()) {
			return REACHED;
		}
		if (position.ackPending() > 0) {
			return NOT_YET;
		}
		if (position.delivered() >= range.last()) {
			return REACHED;
		}
		return (position.pending() > 0) ? NOT_YET : ASK_STREAM;
	}

	/**
	 * Where a consumer stands.
	 *
	 * @param delivered sequence of the last event that was delivered for the first time
	 * @param ackFloor every event up to this one is settled
	 * @param pending how many wait to be delivered, also beyond the range
	 * @param ackPending how many are delivered and not settled, also beyond the range
	 */
	record ConsumerPosition(long delivered, long ackFloor, long pending, long ackPending) {
	}

}
