package io.natsevents.listen;

import java.util.Locale;

import io.natsevents.stream.ProvisioningMode;

/**
 * The durable consumer of a listener does not exist, and may not be created here.
 */
final class MissingConsumerException extends RuntimeException {

	MissingConsumerException(String listener, String consumer, ProvisioningMode mode) {
		super("Consumer " + consumer + " of listener " + listener
				+ " does not exist, and provisioning.consumer-mode is " + mode.name().toLowerCase(Locale.ROOT)
				+ "; the listener goes on when somebody creates it");
	}

}
