package io.natsevents.deadletter;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;

import io.nats.client.impl.Headers;
import io.natsevents.deadletter.ClaimAttempt.Held;
import io.natsevents.deadletter.ClaimAttempt.Skipped;
import io.natsevents.deadletter.ClaimAttempt.Unavailable;
import io.natsevents.deadletter.RedriveResult.Outcome;
import io.natsevents.deadletter.RedriveResult.SkipReason;
import io.natsevents.deadletter.RedriveTarget.Failed;
import io.natsevents.deadletter.RedriveTarget.Outage;
import io.natsevents.deadletter.RedriveTarget.RedriveOutcome;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Redrives one dead letter: claim it, run its event through its listener, and delete the
 * entry or put it back.
 */
final class SingleRedrive {

	private static final Log logger = LogFactory.getLog(Redrives.class);

	private static final String SERVER_HEADER_PREFIX = "nats-";

	private final DeadLetterStore store;

	private final DeadLetterClaims claims;

	private final RedriveTarget target;

	private final InstantSource clock;

	private final DeadLetterObserver observer;

	SingleRedrive(DeadLetterStore store, DeadLetterClaims claims, RedriveTarget target, InstantSource clock,
			DeadLetterObserver observer) {
		this.store = store;
		this.claims = claims;
		this.target = target;
		this.clock = clock;
		this.observer = observer;
	}

	/**
	 * Redrive a dead letter.
	 * @param candidate the dead letter as it was read; should it have changed since, it
	 * cannot be claimed
	 */
	RedriveResult run(RedriveCandidate candidate, RedriveOptions options) {
		RedriveResult result = attempt(candidate, options);
		if (!options.dryRun()) {
			log(result);
			this.observer.redriven(result.id(), result.outcome());
		}
		return result;
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

	private RedriveResult attempt(RedriveCandidate candidate, RedriveOptions options) {
		DeadLetterId id = candidate.id();
		RedriveSkip skip = check(candidate, options);
		StoredMessage entry = candidate.entry();
		DeadLetter letter = candidate.letter();
		if (skip != null || entry == null || letter == null) {
			return RedriveResult.skipped(id, Objects.requireNonNull(skip));
		}
		RedrivenEvent event;
		try {
			event = event(entry, letter);
		}
		catch (DeadLettersUnavailableException ex) {
			return originalMissing(id, ex.getMessage());
		}
		if (event == null) {
			return originalMissing(id, "its " + String.join(" and ", letter.dropped())
					+ " were left out, and the original is not at " + id.position() + " any more");
		}
		if (options.dryRun()) {
			return RedriveResult.of(id, Outcome.WOULD_BE_REDRIVEN, null);
		}
		ClaimAttempt attempt = this.claims.claim(entry, id);
		if (attempt instanceof Skipped skipped) {
			return RedriveResult.skipped(id, skipped.skip());
		}
		if (attempt instanceof Unavailable unavailable) {
			return RedriveResult.of(id, Outcome.OUTAGE, unavailable.reason());
		}
		return run(((Held) attempt).claim(), event);
	}

	private static RedriveResult originalMissing(DeadLetterId id, @Nullable String detail) {
		return RedriveResult.skipped(id, new RedriveSkip(SkipReason.ORIGINAL_MISSING, String.valueOf(detail)));
	}

	private @Nullable RedrivenEvent event(StoredMessage entry, DeadLetter letter) {
		boolean alone = letter.reason() == DeadLetterReason.PROCESS_DIED;
		String subject = letter.subject();
		if (letter.isComplete() && subject != null) {
			return new RedrivenEvent(letter.id(), subject, headers(entry,
					(name) -> !startsWith(name, DeadLetterHeaders.PREFIX) && !startsWith(name, SERVER_HEADER_PREFIX)),
					entry.body(), letter.deliveries() + 1, alone);
		}
		StoredMessage original = this.store.original(letter.id().position());
		return (original != null) ? new RedrivenEvent(letter.id(), original.subject(),
				headers(original, (name) -> !startsWith(name, DeadLetterHeaders.PREFIX)), original.body(),
				letter.deliveries() + 1, alone) : null;
	}

	private static Headers headers(StoredMessage message, Predicate<String> kept) {
		Headers headers = new Headers();
		message.headers().forEach((name, values) -> {
			if (kept.test(name)) {
				headers.put(name, values);
			}
		});
		return headers;
	}

	private static boolean startsWith(String name, String prefix) {
		return name.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
	}

	private RedriveResult run(DeadLetterClaim claim, RedrivenEvent event) {
		try {
			return settle(claim, event, this.target.run(event));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return RedriveResult.of(claim.id(), Outcome.OUTAGE,
					"the redrive was interrupted while its handler ran; its entry stays claimed until "
							+ claim.until());
		}
	}

	private RedriveResult settle(DeadLetterClaim claim, RedrivenEvent event, RedriveOutcome outcome) {
		if (outcome instanceof Failed failed) {
			String trouble = this.claims.fail(claim, event.delivery(), failed);
			return RedriveResult.of(claim.id(), Outcome.FAILED, join(describe(failed), trouble));
		}
		if (outcome instanceof Outage outage) {
			String trouble = this.claims.release(claim);
			return RedriveResult.of(claim.id(), Outcome.OUTAGE, join(outage.failure().toString(), trouble));
		}
		return RedriveResult.of(claim.id(), Outcome.REDRIVEN, this.claims.delete(claim));
	}

	private static String describe(Failed failed) {
		return (failed.failure() != null) ? failed.reason() + ": " + failed.failure() : failed.reason().name();
	}

	private static String join(String first, @Nullable String second) {
		return (second != null) ? first + "; " + second : first;
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
