package io.natsevents.publish;

import io.natsevents.event.Event;

/**
 * An event of a {@link EventPublisher#publishAll collection} that was not confirmed.
 *
 * @param event the event as it was passed
 * @param exception why, and whether it may be stored all the same
 */
public record PublishFailure(Event<?> event, EventPublishException exception) {
}
