package io.natsevents.listen;

import java.util.List;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventMessageReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events a listener is given, and checks that they are what it takes.
 */
final class EventReader {

	private final ListenerEndpoint endpoint;

	private final EventMessageReader messages;

	EventReader(ListenerEndpoint endpoint, EventCodec codec) {
		this.endpoint = endpoint;
		this.messages = new EventMessageReader(codec);
	}

	/**
	 * Read an event.
	 * @throws RuntimeException when it cannot be read, or is not what the listener takes
	 */
	Event<?> read(Delivery delivery) {
		Message message = delivery.message();
		@Nullable Headers headers = message.getHeaders();
		Event<?> event = this.messages.read((headers != null) ? headers.entrySet() : List.of(), message.getData(),
				this.endpoint.handler().dataType());
		requireExpectedType(event);
		this.endpoint.handler().check(event);
		return event;
	}

	private void requireExpectedType(Event<?> event) {
		if (!this.endpoint.takes(event.type())) {
			throw new WrongTypeException(event.id(), "Event " + event.id() + " is of type '" + event.type()
					+ "', not one of " + this.endpoint.patterns());
		}
		if (event.schemaVersion().major() != this.endpoint.version()) {
			throw new WrongTypeException(event.id(), "Event " + event.id() + " has version " + event.schemaVersion()
					+ ", but its subject says " + this.endpoint.version());
		}
	}

}
