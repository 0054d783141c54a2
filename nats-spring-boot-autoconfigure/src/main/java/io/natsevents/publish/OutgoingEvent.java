package io.natsevents.publish;

import io.nats.client.impl.Headers;

/**
 * An event as it goes over the wire.
 *
 * @param eventId id of the event
 * @param type type of the event
 * @param subject subject it is published to
 * @param headers its headers
 * @param body its body
 */
record OutgoingEvent(String eventId, String type, String subject, Headers headers, byte[] body) {

	/**
	 * What the server counts against its {@code max_payload}.
	 */
	long size() {
		return (long) this.body.length + this.headers.serializedLength();
	}

}
