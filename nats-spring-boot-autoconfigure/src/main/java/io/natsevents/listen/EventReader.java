package io.natsevents.listen;

import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;

/**
 * Reads the events a listener is given, and checks that they are what it takes.
 */
final class EventReader {

	private final ListenerEndpoint endpoint;

	private final EventCodec codec;

	EventReader(ListenerEndpoint endpoint, EventCodec codec) {
		this.endpoint = endpoint;
		this.codec = codec;
	}

	/**
	 * Read an event.
	 * @throws RuntimeException when it cannot be read, or is not what the listener takes
	 */
	Event<?> read(Delivery delivery) {
		Event<?> event = this.codec.read(delivery.message().getData(), this.endpoint.handler().dataType());
		requireExpectedType(event);
		this.endpoint.handler().check(event);
		return event;
	}

	private void requireExpectedType(Event<?> event) {
		if (!this.endpoint.takes(event.type())) {
			throw new WrongTypeException("Event " + event.id() + " is of type '" + event.type() + "', not one of "
					+ this.endpoint.patterns());
		}
		if (event.schemaVersion().major() != this.endpoint.version()) {
			throw new WrongTypeException("Event " + event.id() + " has version " + event.schemaVersion()
					+ ", but its subject says " + this.endpoint.version());
		}
	}

}
