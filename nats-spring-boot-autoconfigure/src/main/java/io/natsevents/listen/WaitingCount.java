package io.natsevents.listen;

/**
 * How many of the events that wait are new.
 *
 * @param behind how many events behind some sequence there were
 * @param consumer how far the consumer had come by then
 */
record WaitingCount(long behind, ConsumerProgress consumer) {

	/**
	 * How many that are not behind the sequence still wait, or more. New ones that are
	 * delivered or discarded meanwhile make the difference too low, but only when none of
	 * the others waits any more.
	 */
	long stillWaiting() {
		return Math.max(0, this.consumer.pending() - this.behind);
	}

}
