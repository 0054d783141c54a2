package io.natsevents.deadletter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamState;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.RequestDeniedException;
import io.natsevents.publish.PublishReply;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows about dead letters: their number, and the alert all instances
 * share.
 */
final class AlertStore {

	/** Three tokens, so that it can never be the record of a trial. */
	static final String SUBJECT = "trial.alert.state";

	private static final String API = "$JS.API.STREAM.";

	private static final int NO_MESSAGE_FOUND = 10037;

	private static final byte[] NO_BODY = {};

	private final ConnectionSupervisor connection;

	private final ConditionalPublisher publisher;

	private final Duration timeout;

	private final InstantSource clock;

	/**
	 * Create a store.
	 * @param connection leads to the server
	 * @param timeout how long to wait for each answer
	 * @param clock tells when something was written
	 */
	AlertStore(ConnectionSupervisor connection, Duration timeout, InstantSource clock) {
		this.connection = connection;
		this.publisher = new ConditionalPublisher(connection, timeout);
		this.timeout = timeout;
		this.clock = clock;
	}

	/**
	 * Count the dead letters.
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when it refuses, or there is no stream of them
	 */
	DeadLetterNumbers numbers() throws IOException, JetStreamApiException {
		Connection current = this.connection.current();
		RequestDeniedException.forgetEarlier(current);
		try {
			StreamState state = current
				.jetStreamManagement(JetStreamOptions.builder().requestTimeout(this.timeout).build())
				.getStreamInfo(DeadLetterStream.NAME)
				.getStreamState();
			return new DeadLetterNumbers(state.getMsgCount(),
					(state.getMsgCount() > 0) ? state.getFirstTime().toInstant() : null);
		}
		catch (IOException ex) {
			throw RequestDeniedException.insteadOf(ex, current, API + "INFO." + DeadLetterStream.NAME);
		}
	}

	/**
	 * Read what is stored, from the leader.
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when it refuses, or there is no stream
	 * @throws InterruptedException when interrupted
	 */
	Found read() throws IOException, JetStreamApiException, InterruptedException {
		Connection current = this.connection.current();
		RequestDeniedException.forgetEarlier(current);
		String subject = API + "MSG.GET." + TrialStream.NAME;
		Message reply = current.request(subject,
				("{\"last_by_subj\":\"" + SUBJECT + "\"}").getBytes(StandardCharsets.UTF_8), this.timeout);
		if (reply == null) {
			throw RequestDeniedException.insteadOf(new IOException("no answer to " + subject), current, subject);
		}
		MessageInfo info = new MessageInfo(reply, TrialStream.NAME, false);
		if (info.hasError()) {
			if (info.getApiErrorCode() == NO_MESSAGE_FOUND) {
				return new Found(0, null);
			}
			info.throwOnHasError();
		}
		Instant storedAt = (info.getTime() != null) ? info.getTime().toInstant() : this.clock.instant();
		return new Found(info.getSeq(), StoredAlert.read(info.getHeaders(), info.getSeq(), storedAt));
	}

	/**
	 * Write an alert, if what is stored is still what was found.
	 * @param alert what to write
	 * @param sequence sequence of what was found, or 0 when there was nothing
	 * @return the alert as it is stored, or {@code null} when another instance was faster
	 * @throws IOException when it is not certain that it was written
	 */
	@Nullable StoredAlert write(StoredAlert alert, long sequence) throws IOException {
		PublishReply reply = this.publisher.publish(SUBJECT, alert.headers(), NO_BODY, sequence);
		if (reply.kind() == PublishReply.Kind.STORED && reply.ack() != null) {
			return alert.storedAs(reply.ack().getSeqno(), this.clock.instant());
		}
		if (ConditionalPublisher.isConflict(reply)) {
			return null;
		}
		throw new IOException("stream " + TrialStream.NAME + " did not take it: "
				+ ((reply.error() != null) ? reply.error() : reply.kind().name()));
	}

	/**
	 * What is stored.
	 *
	 * @param sequence sequence of the message, or 0 when there is none
	 * @param alert the alert, or {@code null} when there is none that can be read
	 */
	record Found(long sequence, @Nullable StoredAlert alert) {
	}

}
