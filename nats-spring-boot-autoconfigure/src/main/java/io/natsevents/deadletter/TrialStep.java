package io.natsevents.deadletter;

import io.natsevents.publish.PublishReply;

/**
 * What the server's answer to the record of a lone run means. A pure function of the
 * answer.
 */
enum TrialStep {

	/** It is recorded: the event may run. */
	BEGUN,

	/** This lone run began before and never ended. */
	BEGAN_BEFORE,

	/** Not recorded, for a reason that can pass within moments. */
	AGAIN,

	/** Recorded or not: nobody knows. */
	UNKNOWN,

	/** Not recorded. */
	REFUSED;

	static TrialStep after(PublishReply reply) {
		if (ConditionalPublisher.isConflict(reply)) {
			return BEGAN_BEFORE;
		}
		if (ConditionalPublisher.isInTheWay(reply)) {
			return AGAIN;
		}
		return switch (reply.kind()) {
			case STORED -> BEGUN;
			case NO_RESPONDERS, REFUSED_FOR_NOW -> AGAIN;
			case UNANSWERED -> UNKNOWN;
			case REFUSED -> REFUSED;
		};
	}

}
