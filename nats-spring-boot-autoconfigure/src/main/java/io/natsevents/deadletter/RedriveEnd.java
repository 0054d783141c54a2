package io.natsevents.deadletter;

import io.natsevents.deadletter.RedriveResult.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How the redrive of one dead letter has ended.
 *
 * @param result what came of it
 * @param obstacle what would go wrong with any other as well, or {@code null} for nothing
 */
record RedriveEnd(RedriveResult result, @Nullable String obstacle) {

	static RedriveEnd of(RedriveResult result) {
		return new RedriveEnd(result, (result.outcome() == Outcome.OUTAGE)
				? "redriving " + result.id() + " met an outage: " + result.detail() : null);
	}

	/**
	 * An end after the handler.
	 * @param trouble why it could not be stored, or {@code null} when it was
	 */
	static RedriveEnd of(RedriveResult result, @Nullable ClaimTrouble trouble) {
		RedriveEnd end = of(result);
		return (end.obstacle == null && trouble != null && trouble.general())
				? new RedriveEnd(result, "after redriving " + result.id() + " " + trouble.text()) : end;
	}

}
