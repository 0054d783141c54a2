package io.natsevents.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
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
 * Asks the leaders of streams what they hold. The client's own way remembers by the name
 * of a stream, for all connections of a JVM, whether it can be read directly, and fails
 * at headers it cannot read.
 */
public final class StreamReader {

	private static final byte[] NOTHING = {};

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

	/**
	 * Find out how far a stream has come.
	 * @param stream name of the stream
	 * @return sequence of the newest message it ever had, or nothing when there is no
	 * such stream
	 * @throws RequestDeniedException when this application may not ask
	 * @throws IOException when the server does not answer or refuses
	 * @throws ConnectionUnavailableException without a connection
	 */
	public OptionalLong last(String stream) throws IOException {
		JsonValue answer = ask("STREAM.INFO." + stream, NOTHING, JetStreamRequest.STREAM_NOT_FOUND);
		return (answer != null)
				? OptionalLong.of(JsonValueUtils.readLong(JsonValueUtils.readObject(answer, "state"), "last_seq", 0))
				: OptionalLong.empty();
	}

	private @Nullable StoredMessage read(String stream, JsonSerializable body) throws IOException {
		JsonValue answer = ask("STREAM.MSG.GET." + stream, body.serialize(), JetStreamRequest.MESSAGE_NOT_FOUND);
		if (answer == null) {
			return null;
		}
		StoredMessage message = StoredMessage.ofLeader(answer);
		if (message == null) {
			throw new IOException("the answer about stream " + stream + " holds no message");
		}
		return message;
	}

	/**
	 * Ask.
	 * @return the answer, or {@code null} when the server says that what is asked for is
	 * not there
	 */
	private @Nullable JsonValue ask(String operation, byte[] body, int notFound) throws IOException {
		String request = JetStreamRequest.API + operation;
		Connection current = this.connection.current();
		RequestDeniedException.forgetEarlier(current);
		try {
			// The client's own waiting may return a message that stands for no answer
			Message answer = current.requestWithTimeout(request, body, this.timeout)
				.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
			return found(request, JsonParser.parse(answer.getData()), notFound);
		}
		catch (ExecutionException | TimeoutException | CancellationException ex) {
			throw RequestDeniedException.insteadOf(new IOException("no answer to " + request, ex), current, request);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while asking " + request, ex);
		}
	}

	private static @Nullable JsonValue found(String request, JsonValue answer, int notFound) throws IOException {
		JsonValue error = JsonValueUtils.readValue(answer, "error");
		if (error == null) {
			return answer;
		}
		if (JsonValueUtils.readInteger(error, "err_code", 0) == notFound) {
			return null;
		}
		throw new IOException("the server refuses " + request + ": " + JsonValueUtils.readString(error, "description"));
	}

}
