package io.natsevents.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.StoredMessage;
import io.natsevents.connection.StreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server about streams, and about consumers of replays. Every method throws
 * {@link IOException} when the server does not answer or denies the request,
 * {@link JetStreamApiException} when it refuses, and
 * {@link io.natsevents.connection.ConnectionUnavailableException} without a connection.
 */
final class ReplayServer {

	private static final int COUNTING_TRIES = 5;

	private static final Duration COUNTER_LASTS = Duration.ofSeconds(10);

	private final ConnectionSupervisor connection;

	private final StreamReader reader;

	ReplayServer(ConnectionSupervisor connection, Duration timeout) {
		this.connection = connection;
		this.reader = new StreamReader(connection, timeout);
	}

	StreamInfo stream(String stream) throws IOException, JetStreamApiException {
		return ask("STREAM.INFO." + stream, (management) -> management.getStreamInfo(stream));
	}

	/**
	 * Find the first event under some subjects, from the leader of the stream.
	 * @param sequence where to begin
	 * @return the event, or {@code null} when there is none
	 */
	StoredTimes.@Nullable Stored next(String stream, long sequence, List<String> subjects) throws IOException {
		StoredTimes.Stored found = null;
		for (String subject : subjects) {
			StoredMessage next = this.reader.next(stream, sequence, subject);
			if (next != null && (found == null || next.sequence() < found.sequence())) {
				found = new StoredTimes.Stored(next.sequence(), next.storedAt());
			}
		}
		return found;
	}

	/**
	 * Change a consumer that is there.
	 */
	ConsumerInfo update(String stream, ConsumerConfiguration configuration) throws IOException, JetStreamApiException {
		return ask(JetStreamRequest.toCreate(stream, configuration),
				(management) -> management.updateConsumer(stream, configuration));
	}

	/**
	 * Create a consumer.
	 */
	ConsumerInfo create(String stream, ConsumerConfiguration configuration) throws IOException, JetStreamApiException {
		return ask(JetStreamRequest.toCreate(stream, configuration),
				(management) -> management.createConsumer(stream, configuration));
	}

	/**
	 * Find a consumer.
	 * @return {@code null} when it is not there, or its stream is not
	 */
	@Nullable ConsumerInfo find(String stream, String consumer) throws IOException, JetStreamApiException {
		try {
			return ask("CONSUMER.INFO." + stream + "." + consumer,
					(management) -> management.getConsumerInfo(stream, consumer));
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == JetStreamRequest.CONSUMER_NOT_FOUND
					|| ex.getApiErrorCode() == JetStreamRequest.STREAM_NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	List<ConsumerInfo> list(String stream) throws IOException, JetStreamApiException {
		return ask("CONSUMER.LIST." + stream, (management) -> management.getConsumers(stream));
	}

	/**
	 * Delete a consumer; when it is gone already that will do.
	 */
	void delete(String stream, String consumer) throws IOException, JetStreamApiException {
		try {
			ask("CONSUMER.DELETE." + stream + "." + consumer,
					(management) -> management.deleteConsumer(stream, consumer));
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() != JetStreamRequest.CONSUMER_NOT_FOUND
					&& ex.getApiErrorCode() != JetStreamRequest.STREAM_NOT_FOUND) {
				throw ex;
			}
		}
	}

	/**
	 * Count what a consumer has not settled in a range.
	 * @param stream the stream
	 * @param consumer the consumer, from which nobody pulls
	 * @param last the end of the range
	 * @return the number; a few too many or too few while events are stored
	 */
	long countLeft(String stream, ConsumerInfo consumer, long last) throws IOException, JetStreamApiException {
		if (stream(stream).getStreamState().getLastSequence() <= last) {
			return left(consumer);
		}
		ConsumerConfiguration beyond = ConsumerConfiguration.builder()
			.name(consumer.getName() + "-count")
			.filterSubjects(consumer.getConsumerConfiguration().getFilterSubjects())
			.deliverPolicy(DeliverPolicy.ByStartSequence)
			.startSequence(last + 1)
			.ackPolicy(AckPolicy.None)
			.inactiveThreshold(COUNTER_LASTS)
			.memStorage(true)
			.build();
		ConsumerInfo counter = ask(JetStreamRequest.toCreate(stream, beyond),
				(management) -> management.addOrUpdateConsumer(stream, beyond));
		try {
			long later = counter.getNumPending();
			long left = 0;
			for (int tries = 0; tries < COUNTING_TRIES; tries++) {
				long before = later;
				ConsumerInfo now = ask("CONSUMER.INFO." + stream + "." + consumer.getName(),
						(management) -> management.getConsumerInfo(stream, consumer.getName()));
				ConsumerInfo counted = ask("CONSUMER.INFO." + stream + "." + counter.getName(),
						(management) -> management.getConsumerInfo(stream, counter.getName()));
				later = counted.getNumPending();
				left = left(now) - (before + later) / 2;
				if (before == later) {
					break;
				}
			}
			return Math.max(0, left);
		}
		finally {
			delete(stream, counter.getName());
		}
	}

	private static long left(ConsumerInfo consumer) {
		return consumer.getNumPending() + consumer.getNumAckPending();
	}

	private <T> T ask(String operation, JetStreamRequest<T> request) throws IOException, JetStreamApiException {
		return JetStreamRequest.ask(this.connection, operation, request);
	}

}
