package io.natsevents.listen;

import io.natsevents.event.Event;

/**
 * An event and the delivery that brought it.
 *
 * @param event the event
 * @param delivery the delivery
 */
record ReceivedEvent(Event<?> event, Delivery delivery) {
}
