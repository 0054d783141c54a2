package io.natsevents.support.hostile;

/**
 * What may become of a message.
 */
public enum Fate {

	/** The server does not take it. */
	REFUSED,

	/** It is parked because it is no event. */
	MALFORMED,

	/** It is parked because its data does not fit. */
	INVALID,

	/** It is parked because it is an event of another type or version. */
	WRONG_TYPE,

	/** It is an event after all. */
	HANDLED

}
