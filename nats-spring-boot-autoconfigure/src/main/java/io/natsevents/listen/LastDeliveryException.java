package io.natsevents.listen;

/**
 * An event was parked without having failed, because the server would never have
 * delivered it again: its consumer has a finite {@code max_deliver}.
 */
public final class LastDeliveryException extends RuntimeException {

	LastDeliveryException(Delivery delivery, long maxDeliver) {
		super("Delivery " + delivery.deliveryCount() + " of at most " + maxDeliver
				+ " (max_deliver of the consumer) was not finished; the server would not have delivered the event"
				+ " again");
	}

}
