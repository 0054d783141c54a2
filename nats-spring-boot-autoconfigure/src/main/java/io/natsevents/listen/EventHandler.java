package io.natsevents.listen;

import io.natsevents.event.Event;

/**
 * Handles events, subscribed to by code.
 *
 * @param <T> type of the data
 */
@FunctionalInterface
public interface EventHandler<T> {

	/**
	 * Handle an event. Returning normally acknowledges it.
	 * @param event the event
	 * @param context how it came here
	 * @throws Exception when the event was not handled and shall be delivered again
	 */
	void handle(Event<T> event, DeliveryContext context) throws Exception;

}
