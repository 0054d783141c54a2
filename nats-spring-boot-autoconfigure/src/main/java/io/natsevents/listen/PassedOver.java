package io.natsevents.listen;

/**
 * Events that a stream stored after it went back, at sequences its consumer had passed
 * before.
 *
 * @param first sequence of the first
 * @param last sequence of the last
 * @param count how many, at least
 * @param certain whether they were delivered to nobody; otherwise another instance may
 * have handled some or all of them
 */
record PassedOver(long first, long last, long count, boolean certain) {

	/**
	 * Tell of them.
	 * @param endpoint the listener
	 */
	String describe(ListenerEndpoint endpoint) {
		String where = "at least " + this.count + " event(s) were stored at sequences " + this.first + " to "
				+ this.last + " of stream " + endpoint.stream() + " after it went back, ";
		return this.certain
				? where + "where consumer " + endpoint.durable() + " had been before: nobody has handled them."
						+ " Replay these sequences"
				: where + "and did not come to this instance: nobody has handled them, unless another instance has."
						+ " Replay those of these sequences that nobody has handled";
	}

}
