package io.natsevents.deadletter;

import io.natsevents.publish.PublishReply;

/**
 * What follows from the server's answer to an attempt to claim a dead letter.
 */
enum ClaimStep {

	/** The claim stands. */
	HELD,

	/** Somebody else has changed the entry before. */
	LOST,

	/** The server has refused it, and nothing has changed. */
	REFUSED,

	/** It may stand or not: only the entry itself tells. */
	LOOK;

	/** Another write was in flight, whose outcome is open (2.15.1). */
	private static final int WRITE_IN_FLIGHT = 10164;

	static ClaimStep after(PublishReply reply) {
		if (ConditionalPublisher.isConflict(reply)) {
			return LOST;
		}
		return switch (reply.kind()) {
			case STORED -> HELD;
			case REFUSED, REFUSED_FOR_NOW -> (reply.errorCode() == WRITE_IN_FLIGHT) ? LOOK : REFUSED;
			case NO_RESPONDERS, UNANSWERED -> LOOK;
		};
	}

}
