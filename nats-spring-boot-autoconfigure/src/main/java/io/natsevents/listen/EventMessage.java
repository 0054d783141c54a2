package io.natsevents.listen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * What a handler method is called with, in the form spring-messaging asks for. Its
 * headers are made only when a parameter asks for them.
 *
 * @param listenerId id of the listener
 * @param events one event, or several when it is a batch
 * @param acknowledgement settles them
 */
record EventMessage(String listenerId, List<ReceivedEvent> events,
		Acknowledgement acknowledgement) implements Message<List<ReceivedEvent>> {

	@Override
	public List<ReceivedEvent> getPayload() {
		return this.events;
	}

	ReceivedEvent single() {
		return this.events.get(0);
	}

	@Override
	public MessageHeaders getHeaders() {
		Map<String, Object> headers = new LinkedHashMap<>();
		@Nullable Headers natsHeaders = single().delivery().message().getHeaders();
		if (natsHeaders != null) {
			natsHeaders.forEach((name, values) -> headers.put(name, (values.size() == 1) ? values.get(0) : values));
		}
		return new MessageHeaders(headers);
	}

}
