package io.natsevents.deadletter;

import java.time.Instant;

import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is given up.
 *
 * @param message the message as it was delivered
 * @param position where it is stored
 * @param durable durable consumer that delivered it
 * @param eventId id of the event, or {@code null} when it could not be read
 * @param reason why it is given up
 * @param deliveries how often it was delivered
 * @param firstFailedAt when it failed for the first time, as far as is known
 * @param lastFailedAt when it failed for the last time
 * @param failure the last exception, or {@code null} when there was none
 */
public record FailedDelivery(Message message, StoredPosition position, String durable, @Nullable String eventId,
		DeadLetterReason reason, long deliveries, Instant firstFailedAt, Instant lastFailedAt,
		@Nullable Throwable failure) {

	/**
	 * Key of the dead letter. Sequences alone are used again after a stream was restored
	 * or made anew, so the time of storing, which is exact to the nanosecond, is part of
	 * it (tried on nats-server 2.15.1 and 2.10.27).
	 * @return {@code <stream>.<durable>.<sequence>-<stored time in ns>}
	 */
	String key() {
		Instant storedAt = this.position.storedAt();
		return this.position.stream() + "." + this.durable + "." + this.position.sequence() + "-"
				+ (storedAt.getEpochSecond() * 1_000_000_000L + storedAt.getNano());
	}

}
