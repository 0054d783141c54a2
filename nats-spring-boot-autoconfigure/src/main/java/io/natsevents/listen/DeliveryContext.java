package io.natsevents.listen;

import java.time.Instant;

/**
 * How an event came to this handler.
 *
 * @param listenerId id of the listener
 * @param stream stream the event is stored in
 * @param subject subject it was published to
 * @param sequence its sequence in the stream
 * @param storedAt when the stream took it
 * @param deliveryCount how often it has been delivered, 1 for the first time
 * @param replaying whether it is handled once more on purpose, because somebody replays a
 * part of the stream
 */
public record DeliveryContext(String listenerId, String stream, String subject, long sequence, Instant storedAt,
		long deliveryCount, boolean replaying) {
}
