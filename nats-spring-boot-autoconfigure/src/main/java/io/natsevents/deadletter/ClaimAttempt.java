package io.natsevents.deadletter;

/**
 * What came of an attempt to claim a dead letter.
 */
sealed interface ClaimAttempt {

	/**
	 * It is claimed.
	 *
	 * @param claim the claim
	 */
	record Held(DeadLetterClaim claim) implements ClaimAttempt {
	}

	/**
	 * It is not.
	 *
	 * @param skip why
	 */
	record Skipped(RedriveSkip skip) implements ClaimAttempt {
	}

	/**
	 * The server is away.
	 *
	 * @param reason what is known of that
	 * @param canPass whether trying again soon may help
	 */
	record Unavailable(String reason, boolean canPass) implements ClaimAttempt {
	}

}
