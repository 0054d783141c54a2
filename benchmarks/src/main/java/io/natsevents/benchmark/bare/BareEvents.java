package io.natsevents.benchmark.bare;

import io.nats.client.impl.Headers;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads events with Jackson.
 */
public final class BareEvents {

	private final ObjectWriter writer;

	private final ObjectReader reader;

	/**
	 * Use a mapper.
	 * @param mapper the application's
	 */
	public BareEvents(JsonMapper mapper) {
		this.writer = mapper.writerFor(BareEvent.class);
		this.reader = mapper.readerFor(BareEvent.class);
	}

	/**
	 * Write an event.
	 * @param event the event
	 * @return the body of its message
	 */
	public byte[] write(BareEvent event) {
		return this.writer.writeValueAsBytes(event);
	}

	/**
	 * Read an event.
	 * @param body the body of its message
	 * @return the event
	 */
	public BareEvent read(byte[] body) {
		return this.reader.readValue(body);
	}

	/**
	 * The headers of an event, by which the server knows it again.
	 * @param event the event
	 * @return the headers
	 */
	public Headers headers(BareEvent event) {
		return new Headers().put("Nats-Msg-Id", event.id())
			.put("Content-Type", "application/cloudevents+json; charset=utf-8");
	}

}
