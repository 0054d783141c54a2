package io.natsevents.sample.auth;

import java.io.IOException;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events as the server has stored them.
 */
class StoredEvents {

	private static final String STREAM = "AUTH_EVENTS";

	private final Connection connection;

	StoredEvents(Connection connection) {
		this.connection = connection;
	}

	MessageInfo message(long sequence) throws IOException, JetStreamApiException {
		return this.connection.jetStreamManagement().getMessage(STREAM, sequence);
	}

	JsonNode event(long sequence) throws IOException, JetStreamApiException {
		return new JsonMapper().readTree(message(sequence).getData());
	}

	long count() throws IOException, JetStreamApiException {
		return this.connection.jetStreamManagement().getStreamInfo(STREAM).getStreamState().getMsgCount();
	}

}
