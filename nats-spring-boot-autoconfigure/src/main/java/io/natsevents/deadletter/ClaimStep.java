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

	/** Nothing has changed, and the same may succeed soon: a leader is being elected. */
	AGAIN,

	/** It may stand or not: only the entry itself tells. */
	LOOK;

	/** A stream that is full among them, which does not pass by itself. */
	private static final int STORE_FAILED = 10077;

	static ClaimStep after(PublishReply reply) {
		if (ConditionalPublisher.isConflict(reply)) {
			return LOST;
		}
		return switch (reply.kind()) {
			case STORED -> HELD;
			case REFUSED -> ConditionalPublisher.isInTheWay(reply) ? LOOK : REFUSED;
			case REFUSED_FOR_NOW -> refusedForNow(reply);
			case NO_RESPONDERS -> AGAIN;
			case UNANSWERED -> LOOK;
		};
	}

	private static ClaimStep refusedForNow(PublishReply reply) {
		if (ConditionalPublisher.isInTheWay(reply)) {
			return LOOK;
		}
		return (reply.errorCode() == STORE_FAILED) ? REFUSED : AGAIN;
	}

}
