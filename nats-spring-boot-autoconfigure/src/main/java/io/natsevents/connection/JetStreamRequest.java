package io.natsevents.connection;

import java.io.IOException;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerConfiguration;

/**
 * One request to the JetStream API through the client.
 *
 * @param <T> type of the answer
 */
@FunctionalInterface
public interface JetStreamRequest<T> {

	/** What the subjects of all requests begin with. */
	String API = "$JS.API.";

	/** Error code of the server: there is no such consumer. */
	int CONSUMER_NOT_FOUND = 10014;

	/** Error code of the server: there is no such message. */
	int MESSAGE_NOT_FOUND = 10037;

	/** Error code of the server: there is no such stream. */
	int STREAM_NOT_FOUND = 10059;

	/**
	 * Make the request.
	 * @param management makes it
	 * @return the answer
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	T make(JetStreamManagement management) throws IOException, JetStreamApiException;

	/**
	 * Make a request, and tell one that the server denies from one it does not answer:
	 * the client waits for both.
	 * @param connection leads to the server
	 * @param operation what the subject of the request is behind {@link #API}
	 * @param request the request
	 * @return the answer
	 * @throws ConnectionUnavailableException without a connection
	 * @throws RequestDeniedException when this application may not publish to the subject
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	static <T> T ask(ConnectionSupervisor connection, String operation, JetStreamRequest<T> request)
			throws IOException, JetStreamApiException {
		Connection current = connection.current();
		RequestDeniedException.forgetEarlier(current);
		try {
			return request.make(current.jetStreamManagement());
		}
		catch (IOException ex) {
			throw RequestDeniedException.insteadOf(ex, current, API + operation);
		}
	}

	/**
	 * The operation by which the client creates or updates a consumer: elsewhere when
	 * there are several filters.
	 * @param stream name of the stream
	 * @param consumer the consumer, durable or with a name
	 */
	static String toCreate(String stream, ConsumerConfiguration consumer) {
		List<String> filters = consumer.getFilterSubjects();
		String durable = consumer.getDurable();
		if (filters != null && filters.size() == 1) {
			return "CONSUMER.CREATE." + stream + "." + ((durable != null) ? durable : consumer.getName()) + "."
					+ filters.get(0);
		}
		return (durable != null) ? "CONSUMER.DURABLE.CREATE." + stream + "." + durable : "CONSUMER.CREATE." + stream;
	}

}
