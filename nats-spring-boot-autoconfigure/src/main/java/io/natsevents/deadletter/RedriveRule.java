package io.natsevents.deadletter;

import java.time.Instant;

import io.natsevents.deadletter.RedriveResult.SkipReason;
import io.natsevents.event.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a dead letter may be redriven here and now. A pure function.
 */
final class RedriveRule {

	private RedriveRule() {
	}

	/**
	 * Decide.
	 * @param letter the dead letter
	 * @param hasListener whether this application has the listener that gave it up
	 * @param force whether it may be one that kills processes
	 * @param now the time
	 * @return why not, or {@code null} when it may
	 */
	static @Nullable RedriveSkip check(DeadLetter letter, boolean hasListener, boolean force, Instant now) {
		if (!hasListener) {
			return new RedriveSkip(SkipReason.OTHER_APPLICATION, otherApplication(letter));
		}
		if (letter.isClaimed(now)) {
			return new RedriveSkip(SkipReason.CLAIMED, describeClaim(letter));
		}
		if (letter.reason() == DeadLetterReason.PROCESS_DIED && !force) {
			return new RedriveSkip(SkipReason.NEEDS_FORCE,
					"it was parked as PROCESS_DIED, so its handler may end this process; use force to run it anyway");
		}
		return null;
	}

	/**
	 * Who can redrive a dead letter that this application cannot.
	 */
	static String otherApplication(DeadLetter letter) {
		String application = letter.application();
		return "this application has no listener of durable " + letter.id().durable() + " on stream "
				+ letter.id().position().stream() + "; "
				+ ((application != null)
						? "application '" + PrintableText.line(application) + "' parked it: redrive it there"
						: "nobody says which has");
	}

	static String describeClaim(DeadLetter letter) {
		String holder = letter.claimedBy();
		return "claimed by " + ((holder != null) ? PrintableText.line(holder) : "somebody") + " until "
				+ letter.claimedUntil();
	}

}
