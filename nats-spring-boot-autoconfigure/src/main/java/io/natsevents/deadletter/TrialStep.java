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

	/** Another record under this subject is being stored (only 2.15.1 answers so). */
	private static final int WRITE_IN_FLIGHT = 10164;

	static TrialStep after(PublishReply reply) {
		if (ConditionalPublisher.isConflict(reply)) {
			return BEGAN_BEFORE;
		}
		if (reply.errorCode() == WRITE_IN_FLIGHT) {
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
