package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;

import io.nats.client.impl.Headers;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.StoredMessage;
import io.natsevents.publish.PublishReply;
import org.jspecify.annotations.Nullable;

/**
 * What instances must know of each other for a short time: a few headers under a subject
 * of {@link TrialStream}. Of several instances that change the same record, one succeeds.
 */
public final class SharedRecords {

	private static final byte[] NO_BODY = {};

	private static final int TRIES = 3;

	private final StreamRequests requests;

	private final ConditionalPublisher publisher;

	/**
	 * Create the records.
	 * @param connection leads to the server
	 * @param timeout how long to wait for each answer
	 */
	public SharedRecords(ConnectionSupervisor connection, Duration timeout) {
		this.requests = new StreamRequests(connection, timeout);
		this.publisher = new ConditionalPublisher(connection, timeout);
	}

	/**
	 * Read a record, from the leader.
	 * @param subject its subject
	 * @return what is stored
	 * @throws DeadLettersUnavailableException when the server does not answer or refuses,
	 * or there is no stream
	 */
	public Found read(String subject) {
		String operation = "STREAM.MSG.GET." + TrialStream.NAME;
		JsonValue answer = this.requests.ask(operation, () -> "{\"last_by_subj\":\"" + subject + "\"}");
		int error = StreamRequests.errorCode(answer);
		if (error == JetStreamRequest.MESSAGE_NOT_FOUND) {
			return new Found(0, new Headers(), Instant.EPOCH);
		}
		if (error != 0) {
			throw StreamRequests.refused(operation, answer);
		}
		StoredMessage message = StoredMessage.ofLeader(answer);
		if (message == null) {
			throw new DeadLettersUnavailableException(
					"The answer to " + StreamRequests.subject(operation) + " holds no message", null);
		}
		return new Found(message.sequence(), message.headers(), message.storedAt());
	}

	/**
	 * Write a record, if what is stored is still what was found.
	 * @param subject its subject, of three tokens, so that it is no record of a lone run
	 * @param headers what to write
	 * @param sequence sequence of what was found, or 0 when there was nothing
	 * @return the sequence of the record, or 0 when another instance was faster
	 * @throws DeadLettersUnavailableException when it is not certain that it was written
	 */
	public long write(String subject, Headers headers, long sequence) {
		PublishReply reply = publish(subject, headers, sequence);
		for (int tries = 1; ConditionalPublisher.isInTheWay(reply) && tries < TRIES; tries++) {
			reply = publish(subject, headers, sequence);
		}
		if (reply.kind() == PublishReply.Kind.STORED && reply.confirmation() != null) {
			return reply.confirmation().sequence();
		}
		if (ConditionalPublisher.isConflict(reply)) {
			return 0;
		}
		throw new DeadLettersUnavailableException(
				"stream " + TrialStream.NAME + " did not take it: " + ConditionalPublisher.error(reply), null);
	}

	private PublishReply publish(String subject, Headers headers, long sequence) {
		try {
			return this.publisher.publish(subject, headers, NO_BODY, sequence);
		}
		catch (ConnectionUnavailableException | IllegalStateException ex) {
			throw new DeadLettersUnreachableException(String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * Remove a record, whatever it says.
	 * @param subject its subject
	 * @throws DeadLettersUnavailableException when it may still be there
	 */
	public void remove(String subject) {
		this.requests.demand("STREAM.PURGE." + TrialStream.NAME, JsonValueUtils.mapBuilder().put("filter", subject));
	}

	/**
	 * What is stored.
	 *
	 * @param sequence sequence of the message, or 0 when there is none
	 * @param headers what it says, with the condition it was written under
	 * @param storedAt when it was written, by the server's clock
	 */
	public record Found(long sequence, Headers headers, Instant storedAt) {

		/**
		 * First value of a header.
		 * @param name its name
		 * @return the value, or {@code null} when there is none
		 */
		public @Nullable String header(String name) {
			return this.headers.getFirst(name);
		}

	}

}
