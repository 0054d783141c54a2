package io.natsevents.campaign.fault;

/**
 * What may become of events when something is done to the bus.
 */
public enum Expectation {

	/** Every event that was acknowledged is handled or parked. */
	NOTHING_LOST,

	/**
	 * Servers forget what they had acknowledged; it is noticed, and its range is known.
	 */
	POWER_LOSS,

	/**
	 * A stream discards what was not handled; it is noticed, and its range is known.
	 */
	DISCARD

}
