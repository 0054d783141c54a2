package io.natsevents.deadletter;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An event that was given up: what is known of it and of its failure, without its data.
 * <p>
 * Everything but id, sequence, time and size comes from headers and a body that anybody
 * may have written: what is missing or cannot be read is {@code null}.
 *
 * @param id names it
 * @param sequence its own sequence in the stream of dead letters, another one after each
 * claim and each redrive that failed
 * @param parkedAt when the stream took this state of it
 * @param size bytes of headers and body
 * @param subject subject of the original
 * @param reason why it was parked
 * @param deliveries how often it was delivered, or 0 when that is not known
 * @param firstFailedAt when it failed for the first time, as far as is known
 * @param lastFailedAt when it failed for the last time
 * @param exception class of the last exception
 * @param message message of the last exception, shortened
 * @param stackTrace stack trace of the last exception, when it was asked for
 * @param application application that parked it
 * @param replay id of the replay in which it failed, where it was one
 * @param dropped what was left out because it would not fit
 * @param eventId id of the event
 * @param type type of the event
 * @param organizationId organization of the event
 * @param entity entity of the event
 * @param claimedUntil until when a redrive holds it
 * @param claimedBy who holds it
 */
public record DeadLetter(DeadLetterId id, long sequence, Instant parkedAt, long size, @Nullable String subject,
		@Nullable DeadLetterReason reason, long deliveries, @Nullable Instant firstFailedAt,
		@Nullable Instant lastFailedAt, @Nullable String exception, @Nullable String message,
		@Nullable String stackTrace, @Nullable String application, @Nullable String replay, List<String> dropped,
		@Nullable String eventId, @Nullable String type, @Nullable String organizationId, @Nullable String entity,
		@Nullable Instant claimedUntil, @Nullable String claimedBy) {

	private static final String BODY = "body";

	private static final String HEADERS = "headers";

	public DeadLetter {
		dropped = List.copyOf(dropped);
	}

	/**
	 * Whether a redrive holds it.
	 * @param now the time
	 * @return {@code true} until {@link #claimedUntil()}
	 */
	public boolean isClaimed(Instant now) {
		return this.claimedUntil != null && this.claimedUntil.isAfter(now);
	}

	/**
	 * Whether it has the event as it was published; otherwise that is in its stream only.
	 * @return {@code false} when body or headers were left out
	 */
	public boolean isComplete() {
		return !this.dropped.contains(BODY) && !this.dropped.contains(HEADERS);
	}

}
