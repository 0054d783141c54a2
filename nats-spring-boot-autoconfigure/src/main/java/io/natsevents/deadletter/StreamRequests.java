package io.natsevents.deadletter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.JetStreamRequest;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests to JetStream's API, and says clearly why one has no answer. The client's
 * own remember by the name of a stream, for all connections of a JVM, whether it can be
 * read directly, and fail at headers they cannot read.
 */
final class StreamRequests {

	/** An election, in the words of a server that has no part in it. */
	private static final int CLUSTER_UNAVAILABLE = 10008;

	private final ConnectionSupervisor connection;

	private final Duration timeout;

	/**
	 * Create the requests.
	 * @param connection leads to the server
	 * @param timeout how long to wait for each answer
	 */
	StreamRequests(ConnectionSupervisor connection, Duration timeout) {
		this.connection = connection;
		this.timeout = timeout;
	}

	Duration timeout() {
		return this.timeout;
	}

	ConnectionSupervisor connection() {
		return this.connection;
	}

	static String subject(String operation) {
		return JetStreamRequest.API + operation;
	}

	/**
	 * Ask for a JSON answer.
	 * @param operation what is asked, without {@code $JS.API.}
	 * @param request the request
	 * @return the answer, which may be an error of the server
	 * @throws DeadLettersUnavailableException when there is none
	 */
	JsonValue ask(String operation, JsonSerializable request) {
		Message answer = request(operation, request);
		if (answer == null) {
			throw new DeadLettersUnreachableException("Nobody answers " + subject(operation)
					+ ": JetStream is not there for this account, or has no leader at the moment; try again, and look"
					+ " at the server's log if it goes on", null);
		}
		try {
			return JsonParser.parse(answer.getData());
		}
		catch (JsonParseException ex) {
			throw new DeadLettersUnavailableException("The answer to " + subject(operation) + " is not JSON", ex);
		}
	}

	/**
	 * Ask for a JSON answer that is no error of the server.
	 * @param operation what is asked, without {@code $JS.API.}
	 * @param request the request
	 * @return the answer
	 * @throws DeadLettersUnavailableException when there is none, or the server refuses
	 */
	JsonValue demand(String operation, JsonSerializable request) {
		JsonValue answer = ask(operation, request);
		if (errorCode(answer) != 0) {
			throw refused(operation, answer);
		}
		return answer;
	}

	/**
	 * Make a request.
	 * @return the answer, or {@code null} when nobody takes the request
	 * @throws DeadLettersUnavailableException when there is no connection, no permission
	 * or no answer
	 */
	@Nullable Message request(String operation, JsonSerializable request) {
		String subject = subject(operation);
		try (DeniedRequest denied = new DeniedRequest(this.connection, subject)) {
			CompletableFuture<Message> answer = current().requestWithTimeout(subject, request.serialize(),
					this.timeout);
			CompletableFuture.anyOf(answer.handle((message, failure) -> true), denied.error())
				.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
			if (denied.errorNow() != null) {
				throw denied(subject, denied.errorNow());
			}
			return answer.get(0, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException | TimeoutException | IllegalStateException ex) {
			if (ex.getCause() instanceof JetStreamStatusException) {
				return null;
			}
			throw unanswered(subject, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unanswered(subject, ex);
		}
	}

	/**
	 * The connection as it is now.
	 * @throws DeadLettersUnavailableException when there is none
	 */
	Connection current() {
		try {
			return this.connection.current();
		}
		catch (ConnectionUnavailableException ex) {
			throw new DeadLettersUnreachableException("Dead letters cannot be reached: " + ex.getMessage(), ex);
		}
	}

	static DeadLettersUnavailableException denied(String subject, @Nullable String error) {
		return new DeadLettersUnavailableException("This application's user may not publish to '" + subject
				+ "'; grant the permission (the server says: " + error + ")", null);
	}

	DeadLettersUnreachableException unanswered(String subject, Exception cause) {
		String reason = this.connection.isConnected()
				? "no answer within " + this.timeout.toMillis() + " ms; try again, and look at the server's log"
				: this.connection.describeOutage();
		return new DeadLettersUnreachableException("Asking " + subject + " failed: " + reason, cause);
	}

	/**
	 * The server's error code in an answer, or 0.
	 */
	static int errorCode(JsonValue answer) {
		JsonValue error = JsonValueUtils.readValue(answer, "error");
		return (error != null) ? JsonValueUtils.readInteger(error, "err_code", -1) : 0;
	}

	/**
	 * What to throw for an error of the server that means nothing else.
	 */
	static DeadLettersUnavailableException refused(String operation, JsonValue answer) {
		int code = errorCode(answer);
		if (code == JetStreamRequest.STREAM_NOT_FOUND && operation.endsWith("." + DeadLetterStream.NAME)) {
			return new DeadLettersUnavailableException("There is no stream " + DeadLetterStream.NAME
					+ ". Applications create it when they start, unless nats.jetstream.provisioning.mode says otherwise;"
					+ " until then nothing can be parked", null);
		}
		String message = "The server refuses " + subject(operation) + ": " + errorDescription(answer);
		return (code == CLUSTER_UNAVAILABLE) ? new DeadLettersUnreachableException(message, null)
				: new DeadLettersUnavailableException(message, null);
	}

	/**
	 * The server's error in an answer, in its words and with its code.
	 */
	private static String errorDescription(JsonValue answer) {
		return JsonValueUtils.readString(JsonValueUtils.readValue(answer, "error"), "description") + " ["
				+ errorCode(answer) + "]";
	}

	static boolean isStreamMissing(JsonValue answer) {
		return errorCode(answer) == JetStreamRequest.STREAM_NOT_FOUND;
	}

}
