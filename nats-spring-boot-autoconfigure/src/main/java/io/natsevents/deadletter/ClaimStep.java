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

	static ClaimStep after(PublishReply reply) {
		if (ConditionalPublisher.isConflict(reply)) {
			return LOST;
		}
		return switch (reply.kind()) {
			case STORED -> HELD;
			case REFUSED, REFUSED_FOR_NOW -> ConditionalPublisher.isInTheWay(reply) ? LOOK : REFUSED;
			case NO_RESPONDERS, UNANSWERED -> LOOK;
		};
	}

}
