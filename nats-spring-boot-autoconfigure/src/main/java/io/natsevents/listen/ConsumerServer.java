package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.Subject;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.stream.NestedFilters;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server about a listener's durable consumer and its stream.
 */
final class ConsumerServer {

	/** Somebody created it in between. */
	private static final int CONSUMER_EXISTS = 10148;

	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

	private final ConnectionSupervisor connection;

	private final String listener;

	private final String stream;

	private final String durable;

	ConsumerServer(ListenerEndpoint endpoint, ConnectionSupervisor connection) {
		this.connection = connection;
		this.listener = endpoint.id();
		this.stream = endpoint.stream();
		this.durable = endpoint.durable();
	}

	/**
	 * Whether the consumer may be asked for subjects with and without a partition at
	 * once. Every server there may be is taken to while none is known.
	 */
	boolean takesNestedFilters() {
		return !this.connection.isConnected() || NestedFilters.areSafeOn(this.connection.current().getServerInfo());
	}

	/**
	 * Look for the consumer.
	 * @return what the server has, or {@code null} when it is not there
	 * @throws MissingStreamException when there is no stream
	 */
	@Nullable ConsumerInfo find() throws IOException, JetStreamApiException {
		return find(this.durable);
	}

	/**
	 * Look for another consumer of the stream.
	 * @return what the server has, or {@code null} when it is not there
	 * @throws MissingStreamException when there is no stream
	 */
	@Nullable ConsumerInfo find(String durable) throws IOException, JetStreamApiException {
		try {
			return ask("CONSUMER.INFO." + this.stream + "." + durable,
					(management) -> management.getConsumerInfo(this.stream, durable));
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == JetStreamRequest.CONSUMER_NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	/**
	 * Ask for the consumer without waiting for the answer, which may tell of an error.
	 */
	CompletableFuture<ConsumerInfo> ask() {
		try {
			return this.connection.current()
				.requestWithTimeout(JetStreamRequest.API + "CONSUMER.INFO." + this.stream + "." + this.durable, null,
						ANSWER_LIMIT)
				.thenApply(ConsumerInfo::new);
		}
		catch (RuntimeException ex) {
			// There is no connection, or it is being closed
			return CompletableFuture.failedFuture(ex);
		}
	}

	StreamInfo stream() throws IOException, JetStreamApiException {
		return ask("STREAM.INFO." + this.stream, (management) -> management.getStreamInfo(this.stream));
	}

	/**
	 * How many events of some subjects the stream holds.
	 */
	long stored(List<String> subjects) throws IOException, JetStreamApiException {
		long stored = 0;
		for (String subject : subjects) {
			StreamInfo info = ask("STREAM.INFO." + this.stream,
					(management) -> management.getStreamInfo(this.stream, StreamInfoOptions.filterSubjects(subject)));
			for (Subject found : info.getStreamState().getSubjects()) {
				stored += found.getCount();
			}
		}
		return stored;
	}

	/**
	 * Create the consumer, unless somebody else has in between.
	 * @return what the server has now
	 */
	ConsumerInfo create(ConsumerConfiguration configuration) throws IOException, JetStreamApiException {
		try {
			return ask(JetStreamRequest.toCreate(this.stream, configuration),
					(management) -> management.createConsumer(this.stream, configuration));
		}
		catch (JetStreamApiException ex) {
			ConsumerInfo present = (ex.getApiErrorCode() == CONSUMER_EXISTS) ? find() : null;
			if (present == null) {
				throw ex;
			}
			return present;
		}
	}

	ConsumerInfo update(ConsumerConfiguration configuration) throws IOException, JetStreamApiException {
		return ask(JetStreamRequest.toCreate(this.stream, configuration),
				(management) -> management.addOrUpdateConsumer(this.stream, configuration));
	}

	/**
	 * Delete another consumer of the stream; when it is gone already that will do.
	 */
	void delete(String name) throws IOException, JetStreamApiException {
		try {
			ask("CONSUMER.DELETE." + this.stream + "." + name,
					(management) -> management.deleteConsumer(this.stream, name));
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() != JetStreamRequest.CONSUMER_NOT_FOUND) {
				throw ex;
			}
		}
	}

	private <T> T ask(String operation, JetStreamRequest<T> request) throws IOException, JetStreamApiException {
		try {
			return JetStreamRequest.ask(this.connection, operation, request);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == JetStreamRequest.STREAM_NOT_FOUND) {
				throw new MissingStreamException(this.listener, this.stream);
			}
			throw ex;
		}
	}

}
