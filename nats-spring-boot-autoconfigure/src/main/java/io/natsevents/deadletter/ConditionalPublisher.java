package io.natsevents.deadletter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.publish.PublishReply;

/**
 * Publishes a message on the condition that the last one under its subject is the one the
 * caller knows: of several instances that try, one succeeds.
 */
final class ConditionalPublisher {

	/** Something else is stored under the subject (tried on 2.15.1 and 2.10.27). */
	private static final int WRONG_LAST_SEQUENCE = 10071;

	/** Another write under the subject has not ended (only 2.15.1 answers so). */
	private static final int WRITE_IN_FLIGHT = 10164;

	private final ConnectionSupervisor connection;

	private final Duration timeout;

	/**
	 * Create a publisher.
	 * @param connection leads to the server
	 * @param timeout how long to wait for the server's answer
	 */
	ConditionalPublisher(ConnectionSupervisor connection, Duration timeout) {
		this.connection = connection;
		this.timeout = timeout;
	}

	boolean isConnected() {
		return this.connection.isConnected();
	}

	/**
	 * How much the server takes, in bytes of headers and body.
	 * @throws ConnectionUnavailableException when there is no connection
	 */
	long maxPayload() {
		return this.connection.current().getMaxPayload();
	}

	/**
	 * Publish a message, and wait for the answer.
	 * @param subject the subject
	 * @param headers the headers; the condition is added to them
	 * @param body the body
	 * @param lastSequence sequence of the message that must be the last one under the
	 * subject, or 0 when there must be none
	 * @return what the server answered
	 * @throws ConnectionUnavailableException when there is no connection
	 * @throws IllegalStateException when the connection is being closed
	 * @throws IllegalArgumentException when the message is larger than the server takes
	 */
	PublishReply publish(String subject, Headers headers, byte[] body, long lastSequence) {
		Connection current = this.connection.current();
		headers.put(NatsJetStreamConstants.EXPECTED_LAST_SUB_SEQ_HDR, Long.toString(lastSequence));
		CompletableFuture<PublishReply> answer = new CompletableFuture<>();
		try (DeniedRequest denied = new DeniedRequest(this.connection, subject)) {
			denied.error()
				.thenAccept((error) -> answer.complete(new PublishReply(PublishReply.Kind.REFUSED, null, 0, error)));
			current.requestWithTimeout(subject, headers, body, this.timeout)
				.whenComplete((reply, failure) -> answer.complete(PublishReply.of(reply, failure)));
			return answer.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			return PublishReply.of(null, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return PublishReply.of(null, ex);
		}
	}

	/**
	 * Why a message was not stored.
	 * @param reply the server's answer
	 * @param one what it is, such as {@code a dead letter}
	 * @param many what the stream is for, such as {@code dead letters}
	 */
	static String explain(PublishReply reply, String one, String many) {
		return switch (reply.kind()) {
			case NO_RESPONDERS -> "no stream takes " + many + ", or it has no leader: ";
			case UNANSWERED -> "the server did not confirm " + one + ": ";
			default -> "the server refuses " + many + ": ";
		} + error(reply);
	}

	/**
	 * The server's words, or else what kind of answer it is.
	 */
	static String error(PublishReply reply) {
		return (reply.error() != null) ? reply.error() : reply.kind().name();
	}

	/**
	 * Whether the condition did not hold.
	 */
	static boolean isConflict(PublishReply reply) {
		return reply.errorCode() == WRONG_LAST_SEQUENCE;
	}

	/**
	 * Whether another write was in the way, whose outcome is open.
	 */
	static boolean isInTheWay(PublishReply reply) {
		return reply.errorCode() == WRITE_IN_FLIGHT;
	}

}
