package io.natsevents.listen;

import io.nats.client.impl.Headers;
import io.natsevents.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event that is given to a handler.
 */
public final class HandledEvent {

	private final String listenerId;

	private final ReceivedEvent received;

	HandledEvent(String listenerId, ReceivedEvent received) {
		this.listenerId = listenerId;
		this.received = received;
	}

	/**
	 * The event, its data read as the type the listener declares.
	 * @return the event
	 */
	public Event<?> event() {
		return this.received.event();
	}

	/**
	 * How it came here.
	 * @return the context
	 */
	public DeliveryContext context() {
		return this.received.delivery().context(this.listenerId);
	}

	/**
	 * A header of the message that brought it, such as {@code traceparent}.
	 * @param name name of the header, in its exact case
	 * @return its first value, or {@code null} when there is none
	 */
	public @Nullable String header(String name) {
		Headers headers = this.received.delivery().message().getHeaders();
		return (headers != null) ? headers.getFirst(name) : null;
	}

	ReceivedEvent received() {
		return this.received;
	}

	@Override
	public String toString() {
		return event() + " at " + this.received.delivery();
	}

}
