package io.natsevents.connection;

import java.io.IOException;
import java.time.Duration;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of streams from their leaders. The client's own way remembers by the
 * name of a stream, for all connections of a JVM, whether it can be read directly, and
 * fails at headers it cannot read.
 */
public final class StreamReader {

	private static final String OPERATION = "STREAM.MSG.GET.";

	private final ConnectionSupervisor connection;

	private final Duration timeout;

	/**
	 * Create a reader.
	 * @param connection leads to the server
	 * @param timeout how long to wait for each answer
	 */
	public StreamReader(ConnectionSupervisor connection, Duration timeout) {
		this.connection = connection;
		this.timeout = timeout;
	}

	/**
	 * Read the message that has a sequence.
	 * @param stream name of the stream
	 * @param sequence the sequence
	 * @return the message, or {@code null} when there is none
	 * @throws RequestDeniedException when this application may not read it
	 * @throws IOException when the server does not answer or refuses
	 * @throws ConnectionUnavailableException without a connection
	 */
	public @Nullable StoredMessage at(String stream, long sequence) throws IOException {
		return read(stream, JsonValueUtils.mapBuilder().put("seq", sequence));
	}

	/**
	 * Read the first message under a subject.
	 * @param stream name of the stream
	 * @param sequence where to begin to look
	 * @param subject the subject, with wildcards
	 * @return the message, or {@code null} when there is none
	 * @throws RequestDeniedException when this application may not read it
	 * @throws IOException when the server does not answer or refuses
	 * @throws ConnectionUnavailableException without a connection
	 */
	public @Nullable StoredMessage next(String stream, long sequence, String subject) throws IOException {
		return read(stream, JsonValueUtils.mapBuilder().put("seq", Math.max(1, sequence)).put("next_by_subj", subject));
	}

	private @Nullable StoredMessage read(String stream, JsonSerializable body) throws IOException {
		String request = JetStreamRequest.API + OPERATION + stream;
		Connection current = this.connection.current();
		RequestDeniedException.forgetEarlier(current);
		Message answer;
		try {
			answer = current.request(request, body.serialize(), this.timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while asking " + request, ex);
		}
		if (answer == null) {
			throw RequestDeniedException.insteadOf(new IOException("no answer to " + request), current, request);
		}
		return read(request, JsonParser.parse(answer.getData()));
	}

	private static @Nullable StoredMessage read(String request, JsonValue answer) throws IOException {
		JsonValue error = JsonValueUtils.readValue(answer, "error");
		if (error != null) {
			if (JsonValueUtils.readInteger(error, "err_code", 0) == JetStreamRequest.MESSAGE_NOT_FOUND) {
				return null;
			}
			throw new IOException(
					"the server refuses " + request + ": " + JsonValueUtils.readString(error, "description"));
		}
		StoredMessage message = StoredMessage.ofLeader(answer);
		if (message == null) {
			throw new IOException("the answer to " + request + " holds no message");
		}
		return message;
	}

}
