package io.natsevents.campaign.load;

/**
 * What a handler does with an event.
 */
public enum Kind {

	/** It handles it. */
	GOOD,

	/** It fails when the event is delivered for the first time. */
	FAILS_ONCE,

	/** It can never handle it. */
	POISON,

	/** It fails until the event was parked, and handles it when it is redriven. */
	CURABLE,

	/** Its process dies of it. */
	KILLER

}
