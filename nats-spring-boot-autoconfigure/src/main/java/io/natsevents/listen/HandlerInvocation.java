package io.natsevents.listen;

import java.lang.reflect.Type;
import java.util.List;

import io.natsevents.event.Event;

/**
 * Calls what handles events. One shape for all: a single event is a list of one.
 */
interface HandlerInvocation {

	/**
	 * What the data of an event is read as.
	 */
	Type dataType();

	/**
	 * Whether it takes several events at a time.
	 */
	boolean isBatch();

	/**
	 * Check an event that has been read.
	 * @throws InvalidArgumentException when it can never be handled
	 */
	default void check(Event<?> event) {
	}

	/**
	 * Open what stays open until the events are settled, whatever becomes of them.
	 */
	default HandlingScope open(List<ReceivedEvent> events) {
		return HandlingScope.NONE;
	}

	/**
	 * Handle events, and return when they are handled.
	 * @param events one event, or several when it is a batch
	 * @param acknowledgement settles them, for handlers that do so by hand
	 * @throws Exception what the handler threw
	 */
	void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) throws Exception;

}
