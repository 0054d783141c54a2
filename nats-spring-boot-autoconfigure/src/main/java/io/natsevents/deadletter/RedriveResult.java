package io.natsevents.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * What came of redriving one dead letter.
 *
 * @param id the dead letter
 * @param outcome what came of it
 * @param skipReason why it was skipped, else {@code null}
 * @param detail more about it, for people: the failure, who holds it, or what did not go
 * as it should; {@code null} when there is nothing to add
 */
public record RedriveResult(DeadLetterId id, Outcome outcome, @Nullable SkipReason skipReason,
		@Nullable String detail) {

	static RedriveResult of(DeadLetterId id, Outcome outcome, @Nullable String detail) {
		return new RedriveResult(id, outcome, null, detail);
	}

	static RedriveResult skipped(DeadLetterId id, RedriveSkip skip) {
		return new RedriveResult(id, Outcome.SKIPPED, skip.reason(), skip.detail());
	}

	/**
	 * Outcomes.
	 */
	public enum Outcome {

		/** Its handler succeeded. */
		REDRIVEN,

		/** Its handler failed, and it is a dead letter as before. */
		FAILED,

		/** It was not touched. */
		SKIPPED,

		/**
		 * What its handler needs, or the server, is away: it is a dead letter as before,
		 * and trying others makes no sense now.
		 */
		OUTAGE,

		/** It would have been run if this were no dry run. */
		WOULD_BE_REDRIVEN

	}

	/**
	 * Why dead letters are skipped.
	 */
	public enum SkipReason {

		/** It is not there any more: redriven, discarded or too old. */
		GONE,

		/** Somebody else is redriving it. */
		CLAIMED,

		/** Somebody else was quicker to claim it, or changed it meanwhile. */
		LOST_RACE,

		/** It may have killed a process, which needs {@code force}. */
		NEEDS_FORCE,

		/** This application does not have the listener that gave it up. */
		OTHER_APPLICATION,

		/**
		 * Its body or headers were left out when it was parked, and its stream does not
		 * have the original any more.
		 */
		ORIGINAL_MISSING,

		/** It could not be claimed. */
		NOT_CLAIMED

	}

}
