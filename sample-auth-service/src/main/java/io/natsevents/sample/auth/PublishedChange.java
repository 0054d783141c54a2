package io.natsevents.sample.auth;

import java.util.OptionalLong;

import io.natsevents.publish.PublishReceipt;

/**
 * Tells a caller which event announced the change, and where it is stored.
 */
record PublishedChange(String userId, String eventId, String stream, OptionalLong sequence) {

	static PublishedChange of(String userId, PublishReceipt receipt) {
		return new PublishedChange(userId, receipt.eventId(), receipt.stream(), receipt.sequence());
	}

}
