package io.natsevents.publish;

import java.util.OptionalLong;

/**
 * Confirms one published event.
 *
 * @param eventId id of the event
 * @param status what became of it
 * @param stream name of its stream
 * @param sequence its sequence in the stream; for a duplicate that of the stored event;
 * empty when it was enqueued
 */
public record PublishReceipt(String eventId, PublishStatus status, String stream, OptionalLong sequence) {
}
