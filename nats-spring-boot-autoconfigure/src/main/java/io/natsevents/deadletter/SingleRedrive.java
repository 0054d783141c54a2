package io.natsevents.deadletter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Predicate;

import io.nats.client.impl.Headers;
import io.natsevents.connection.StoredMessage;
import io.natsevents.deadletter.ClaimAttempt.Held;
import io.natsevents.deadletter.ClaimAttempt.Skipped;
import io.natsevents.deadletter.ClaimAttempt.Unavailable;
import io.natsevents.deadletter.RedriveResult.Outcome;
import io.natsevents.deadletter.RedriveResult.SkipReason;
import io.natsevents.deadletter.RedriveTarget.Failed;
import io.natsevents.deadletter.RedriveTarget.Outage;
import io.natsevents.deadletter.RedriveTarget.RedriveOutcome;
import io.natsevents.deadletter.RedriveTarget.StillRunning;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Redrives one dead letter: claim it, run its event through its listener, and delete the
 * entry or put it back.
 */
final class SingleRedrive {

	private static final Log logger = LogFactory.getLog(Redrives.class);

	private final DeadLetterStore store;

	private final DeadLetterClaims claims;

	private final RedriveTarget target;

	private final Duration claimTimeout;

	private final InstantSource clock;

	private final DeadLetterObserver observer;

	SingleRedrive(DeadLetterStore store, DeadLetterClaims claims, RedriveTarget target, Duration claimTimeout,
			InstantSource clock, DeadLetterObserver observer) {
		this.store = store;
		this.claims = claims;
		this.target = target;
		this.claimTimeout = claimTimeout;
		this.clock = clock;
		this.observer = observer;
	}

	/**
	 * Redrive a dead letter.
	 * @param candidate the dead letter as it was read; should it have changed since, it
	 * cannot be claimed
	 * @param patience for how long to try while the server is away, until it is claimed
	 */
	RedriveEnd run(RedriveCandidate candidate, RedriveOptions options, RedrivePatience patience) {
		RedriveEnd end = attempt(candidate, options, patience);
		if (!options.dryRun()) {
			RedriveResult result = end.result();
			log(result);
			this.observer.redriven(result.id(), result.outcome());
		}
		return end;
	}

	/**
	 * Why a dead letter may not be redriven.
	 * @return why, or {@code null} when it may
	 */
	@Nullable RedriveSkip check(RedriveCandidate candidate, RedriveOptions options) {
		DeadLetter letter = candidate.letter();
		if (letter == null) {
			return new RedriveSkip(SkipReason.GONE,
					"there is no such dead letter: it was redriven or discarded, or is too old");
		}
		DeadLetterId id = letter.id();
		boolean hasListener = this.target.hasListener(id.position().stream(), id.durable());
		return RedriveRule.check(letter, hasListener, options.force(), this.clock.instant());
	}

	private RedriveEnd attempt(RedriveCandidate candidate, RedriveOptions options, RedrivePatience patience) {
		DeadLetterId id = candidate.id();
		RedriveSkip skip = check(candidate, options);
		StoredMessage entry = candidate.entry();
		DeadLetter letter = candidate.letter();
		if (skip != null || entry == null || letter == null) {
			return RedriveEnd.of(RedriveResult.skipped(id, Objects.requireNonNull(skip)));
		}
		RedrivenEvent event;
		try {
			event = patience.read(() -> event(entry, letter));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return RedriveEnd
				.of(RedriveResult.of(id, Outcome.OUTAGE, "the redrive was interrupted before it was claimed"));
		}
		catch (DeadLettersUnreachableException ex) {
			return RedriveEnd
				.of(RedriveResult.of(id, Outcome.OUTAGE, "its original cannot be read: " + ex.getMessage()));
		}
		catch (DeadLettersUnavailableException ex) {
			return originalMissing(id, ex.getMessage());
		}
		if (event == null) {
			return originalMissing(id,
					"the original is not at " + id.position() + " any more, and "
							+ (letter.isComplete() ? "nothing says what its subject was"
									: "these were left out: " + String.join(", ", letter.dropped())));
		}
		if (options.dryRun()) {
			return RedriveEnd.of(RedriveResult.of(id, Outcome.WOULD_BE_REDRIVEN, null));
		}
		ClaimAttempt attempt = this.claims.claim(entry, id, patience);
		if (attempt instanceof Skipped skipped) {
			return RedriveEnd.of(RedriveResult.skipped(id, skipped.skip()));
		}
		if (attempt instanceof Unavailable unavailable) {
			return RedriveEnd.of(RedriveResult.of(id, Outcome.OUTAGE, unavailable.reason()));
		}
		return run(((Held) attempt).claim(), event);
	}

	private static RedriveEnd originalMissing(DeadLetterId id, @Nullable String detail) {
		return RedriveEnd
			.of(RedriveResult.skipped(id, new RedriveSkip(SkipReason.ORIGINAL_MISSING, String.valueOf(detail))));
	}

	private @Nullable RedrivenEvent event(StoredMessage entry, DeadLetter letter) {
		boolean alone = letter.reason() == DeadLetterReason.PROCESS_DIED;
		String subject = letter.subject();
		if (letter.isComplete() && subject != null) {
			return new RedrivenEvent(letter.id(), subject,
					headers(entry,
							(name) -> !DeadLetterHeaders.isOfDeadLetter(name) && !DeadLetterHeaders.isOfServer(name)),
					entry.body(), letter.deliveries() + 1, alone);
		}
		StoredMessage original = this.store.original(letter.id().position());
		return (original != null) ? new RedrivenEvent(letter.id(), original.subject(),
				headers(original, (name) -> !DeadLetterHeaders.isOfDeadLetter(name)), original.body(),
				letter.deliveries() + 1, alone) : null;
	}

	/**
	 * What another client wrote may be more than this one would send.
	 */
	private static Headers headers(StoredMessage message, Predicate<String> kept) {
		String[] left = message.headers().keySet().stream().filter(kept.negate()).toArray(String[]::new);
		return new Headers(message.headers(), false, left);
	}

	private RedriveEnd run(DeadLetterClaim claim, RedrivenEvent event) {
		if (event.alone()) {
			// The last word, should the process end
			logger.info("Redrive of dead letter " + claim.id() + " runs alone now, because it may end the process");
		}
		try {
			return settle(claim, event, this.target.run(event, this.claimTimeout));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return RedriveEnd.of(RedriveResult.of(claim.id(), Outcome.OUTAGE,
					"the redrive was interrupted while its handler ran; its entry stays claimed until "
							+ claim.until()));
		}
	}

	private RedriveEnd settle(DeadLetterClaim claim, RedrivenEvent event, RedriveOutcome outcome) {
		if (outcome instanceof Failed failed) {
			return end(claim, Outcome.FAILED, describe(failed), this.claims.fail(claim, event.delivery(), failed));
		}
		if (outcome instanceof Outage outage) {
			return end(claim, Outcome.OUTAGE, outage.failure().toString(), this.claims.release(claim));
		}
		if (outcome instanceof StillRunning) {
			return RedriveEnd.of(RedriveResult.of(claim.id(), Outcome.OUTAGE,
					"its handler is still running after " + this.claimTimeout
							+ " (claim-timeout); its entry stays claimed until " + claim.until()
							+ ", and is then free"));
		}
		return end(claim, Outcome.REDRIVEN, null, this.claims.delete(claim));
	}

	private static RedriveEnd end(DeadLetterClaim claim, Outcome outcome, @Nullable String detail,
			@Nullable ClaimTrouble trouble) {
		return RedriveEnd.of(RedriveResult.of(claim.id(), outcome, join(detail, trouble)), trouble);
	}

	private static @Nullable String join(@Nullable String detail, @Nullable ClaimTrouble trouble) {
		if (trouble == null) {
			return detail;
		}
		return (detail != null) ? detail + "; " + trouble.text() : trouble.text();
	}

	private static String describe(Failed failed) {
		return (failed.failure() != null) ? failed.reason() + ": " + failed.failure() : failed.reason().name();
	}

	private static void log(RedriveResult result) {
		String line = "Redrive of dead letter " + result.id() + ": " + result.outcome();
		switch (result.outcome()) {
			case SKIPPED -> logger.info(line + ", " + result.skipReason() + ": " + result.detail());
			case REDRIVEN -> {
				if (result.detail() == null) {
					logger.info(line);
				}
				else {
					logger.warn(line + ", but " + result.detail());
				}
			}
			default -> logger.warn(line + ", " + result.detail());
		}
	}

}
