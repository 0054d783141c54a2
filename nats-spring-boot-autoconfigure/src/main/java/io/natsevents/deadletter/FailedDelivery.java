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
	 * Id of the dead letter this delivery becomes.
	 */
	DeadLetterId id() {
		return new DeadLetterId(this.position, this.durable);
	}

	/**
	 * The same delivery as one of another durable consumer.
	 */
	FailedDelivery of(String other) {
		return new FailedDelivery(this.message, this.position, other, this.eventId, this.reason, this.deliveries,
				this.firstFailedAt, this.lastFailedAt, this.failure);
	}

}
