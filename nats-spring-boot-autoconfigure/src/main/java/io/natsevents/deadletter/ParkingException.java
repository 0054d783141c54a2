package io.natsevents.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * An event could not be parked, so it must stay where it is.
 */
public class ParkingException extends Exception {

	public ParkingException(FailedDelivery delivery, @Nullable String reason, @Nullable Throwable cause) {
		super("Event at " + delivery.position() + " of consumer " + delivery.durable() + " cannot be parked: " + reason,
				cause);
	}

}
