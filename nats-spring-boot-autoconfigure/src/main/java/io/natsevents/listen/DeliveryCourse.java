package io.natsevents.listen;

/**
 * How a delivery is dealt with before its handler is called.
 */
enum DeliveryCourse {

	/** As any other. */
	USUAL,

	/**
	 * At least one delivery never came back, and nobody knows why: alone, since it may
	 * end the process.
	 */
	ALONE,

	/** It was given up before and could not be parked, or has failed too often. */
	GIVEN_UP;

	/**
	 * Decide. A pure function.
	 * @param deliveries how often the event was delivered, without those that were given
	 * back
	 * @param failures how often it is known to have failed
	 * @param givenUp whether it was given up
	 * @param maxRetries how often it is tried again after a failure
	 */
	static DeliveryCourse of(long deliveries, long failures, boolean givenUp, int maxRetries) {
		if (deliveries <= maxRetries + 1L) {
			return USUAL;
		}
		return (givenUp || failures > maxRetries) ? GIVEN_UP : ALONE;
	}

}
