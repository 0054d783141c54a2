package io.natsevents.listen;

import java.time.Duration;

import io.natsevents.deadletter.DeadLetterReason;
import org.jspecify.annotations.Nullable;

/**
 * Is told by handlers what becomes of deliveries. The first word counts.
 */
interface DeliverySettler {

	/**
	 * It is handled.
	 */
	void acknowledge(Delivery delivery);

	/**
	 * It failed and is to be delivered again.
	 * @param failure why it failed, or {@code null} when the handler did not say
	 */
	void retry(Delivery delivery, Duration delay, @Nullable Throwable failure);

	/**
	 * It is given up.
	 */
	void park(Delivery delivery, @Nullable String eventId, DeadLetterReason reason, @Nullable Throwable failure);

}
