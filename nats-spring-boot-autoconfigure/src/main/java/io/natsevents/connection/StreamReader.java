package io.natsevents.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
		try {
			// The client's own waiting may return a message that stands for no answer
			return read(request, current.requestWithTimeout(request, body.serialize(), this.timeout)
				.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (ExecutionException | TimeoutException | CancellationException ex) {
			throw RequestDeniedException.insteadOf(new IOException("no answer to " + request, ex), current, request);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while asking " + request, ex);
		}
	}

	private static @Nullable StoredMessage read(String request, Message message) throws IOException {
		JsonValue answer = JsonParser.parse(message.getData());
		JsonValue error = JsonValueUtils.readValue(answer, "error");
		if (error != null) {
			if (JsonValueUtils.readInteger(error, "err_code", 0) == JetStreamRequest.MESSAGE_NOT_FOUND) {
				return null;
			}
			throw new IOException(
					"the server refuses " + request + ": " + JsonValueUtils.readString(error, "description"));
		}
		StoredMessage stored = StoredMessage.ofLeader(answer);
		if (stored == null) {
			throw new IOException("the answer to " + request + " holds no message");
		}
		return stored;
	}

}
