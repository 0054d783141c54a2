package io.natsevents.deadletter;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import io.nats.client.impl.Headers;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.StoredMessage;
import io.natsevents.deadletter.ClaimAttempt.Held;
import io.natsevents.deadletter.ClaimAttempt.Skipped;
import io.natsevents.deadletter.ClaimAttempt.Unavailable;
import io.natsevents.deadletter.RedriveResult.SkipReason;
import io.natsevents.deadletter.RedriveTarget.Failed;
import io.natsevents.publish.PublishReply;
import org.jspecify.annotations.Nullable;

/**
 * Claims dead letters, and ends claims.
 * <p>
 * Each write replaces the entry on the condition that it is still the one known here, so
 * of several instances one succeeds, and there is one entry at any time. Whoever dies in
 * between leaves it there.
 */
final class DeadLetterClaims {

	private static final int LONGEST_APPLICATION = 100;

	private final DeadLetterStore store;

	private final ConditionalPublisher publisher;

	private final DeadLetterReader reader;

	private final RedriveSettings settings;

	private final InstantSource clock;

	private final ClaimRetries retries;

	DeadLetterClaims(DeadLetterStore store, ConditionalPublisher publisher, DeadLetterReader reader,
			RedriveSettings settings, InstantSource clock, ClaimRetries retries) {
		this.store = store;
		this.publisher = publisher;
		this.reader = reader;
		this.settings = settings;
		this.clock = clock;
		this.retries = retries;
	}

	/**
	 * Claim a dead letter.
	 * @param entry its entry as it is known
	 * @param id the dead letter
	 * @param patience for how long to try while the server is away
	 */
	ClaimAttempt claim(StoredMessage entry, DeadLetterId id, RedrivePatience patience) {
		String by = DeadLetterMessage.printable(this.settings.application(), LONGEST_APPLICATION) + "/"
				+ UUID.randomUUID();
		return patience.claim(() -> attempt(entry, id, by));
	}

	private ClaimAttempt attempt(StoredMessage entry, DeadLetterId id, String by) {
		Instant until = this.clock.instant().plus(this.settings.claimTimeout());
		PublishReply reply;
		try {
			Headers headers = EntryReplacement.claimed(entry, until, by);
			reply = this.publisher.publish(entry.subject(), headers, entry.body(), entry.sequence());
		}
		catch (ConnectionUnavailableException ex) {
			return new Unavailable(String.valueOf(ex.getMessage()), true);
		}
		catch (IllegalStateException ex) {
			return new Unavailable(String.valueOf(ex.getMessage()), false);
		}
		catch (IllegalArgumentException ex) {
			return notClaimed(ex.getMessage());
		}
		return switch (ClaimStep.after(reply)) {
			case HELD -> new Held(new DeadLetterClaim(entry, id, sequence(reply), until));
			case REFUSED -> notClaimed("the server refuses the claim: " + reply.error());
			case AGAIN -> new Unavailable("the server does not take the claim: " + reply.error(), true);
			case LOST, LOOK -> look(entry, id, until, by, reply);
		};
	}

	private static long sequence(PublishReply stored) {
		return Objects.requireNonNull(stored.confirmation()).sequence();
	}

	private static Skipped notClaimed(@Nullable String reason) {
		return new Skipped(new RedriveSkip(SkipReason.NOT_CLAIMED, String.valueOf(reason)));
	}

	private ClaimAttempt look(StoredMessage before, DeadLetterId id, Instant until, String by, PublishReply reply) {
		StoredMessage entry;
		try {
			entry = this.store.find(id);
		}
		catch (DeadLettersUnavailableException ex) {
			return new Unavailable("the claim was not confirmed (" + reply.error() + "), and " + ex.getMessage(),
					ex instanceof DeadLettersUnreachableException);
		}
		if (entry != null && by.equals(entry.header(DeadLetterHeaders.CLAIMED_BY))) {
			// Of an attempt before, perhaps, whose answer was lost
			DeadLetter claimed = this.reader.read(entry);
			Instant stored = (claimed != null) ? claimed.claimedUntil() : null;
			return new Held(new DeadLetterClaim(before, id, entry.sequence(), (stored != null) ? stored : until));
		}
		if (ConditionalPublisher.isConflict(reply)) {
			return new Skipped(new RedriveSkip(SkipReason.LOST_RACE, describe(entry)));
		}
		String reason = "the claim was not confirmed: " + reply.error();
		boolean isUnchanged = entry != null && entry.sequence() == before.sequence();
		return (isUnchanged && !ConditionalPublisher.isInTheWay(reply)) ? new Unavailable(reason, true)
				: notClaimed(reason);
	}

	/**
	 * The event is handled: delete the entry.
	 * @return what did not go as it should, or {@code null}
	 */
	@Nullable ClaimTrouble delete(DeadLetterClaim claim) {
		ClaimRetries.Outcome outcome = this.retries.run((first) -> {
			boolean deleted = this.store.delete(claim.sequence());
			boolean isGone = !deleted && !first && this.store.find(claim.id()) == null;
			return (deleted || isGone) ? ClaimRetries.Outcome.DONE
					: lost(claim, "; the event may be handled more than once");
		});
		return outcome.trouble("its entry could not be deleted and stays claimed until " + claim.until()
				+ "; a redrive after that handles it again");
	}

	/**
	 * The event met an outage: put the entry back as it was.
	 * @return what did not go as it should, or {@code null}
	 */
	@Nullable ClaimTrouble release(DeadLetterClaim claim) {
		return replace(claim, () -> EntryReplacement.released(claim.entry()));
	}

	/**
	 * The event failed: put the entry back with what is known of that.
	 * @return what did not go as it should, or {@code null}
	 */
	@Nullable ClaimTrouble fail(DeadLetterClaim claim, long deliveries, Failed failed) {
		Instant now = this.clock.instant();
		return replace(claim, () -> EntryReplacement.failed(claim.entry(), deliveries, failed, now,
				this.settings.stackTraces(), this.publisher.maxPayload()));
	}

	private @Nullable ClaimTrouble replace(DeadLetterClaim claim, Supplier<Headers> replacement) {
		StoredMessage entry = claim.entry();
		ClaimRetries.Outcome outcome = this.retries.run((first) -> {
			Headers headers = replacement.get();
			PublishReply reply = this.publisher.publish(entry.subject(), headers, entry.body(), claim.sequence());
			if (reply.kind() == PublishReply.Kind.STORED) {
				return ClaimRetries.Outcome.DONE;
			}
			if (!ConditionalPublisher.isConflict(reply)) {
				return ClaimRetries.Outcome.again(reply.error());
			}
			// By an attempt whose answer was lost, or by somebody else
			StoredMessage now = this.store.find(claim.id());
			return (!first && now != null && EntryReplacement.isStored(headers, now)) ? ClaimRetries.Outcome.DONE
					: lost(claim, ", where it is left as it is");
		});
		return outcome.trouble("its entry could not be put back and stays claimed until " + claim.until());
	}

	private ClaimRetries.Outcome lost(DeadLetterClaim claim, String meaning) {
		return ClaimRetries.Outcome
			.end("its handler took longer than the claim, and the entry is now " + describe(claim.id()) + meaning);
	}

	/**
	 * What has become of an entry that is not as it was.
	 */
	private String describe(DeadLetterId id) {
		try {
			return describe(this.store.find(id));
		}
		catch (DeadLettersUnavailableException ex) {
			return "another one (" + ex.getMessage() + ")";
		}
	}

	private String describe(@Nullable StoredMessage entry) {
		DeadLetter letter = (entry != null) ? this.reader.read(entry) : null;
		if (letter == null) {
			return "gone";
		}
		return (letter.claimedBy() != null) ? RedriveRule.describeClaim(letter)
				: "a newer one, of sequence " + letter.sequence();
	}

}
