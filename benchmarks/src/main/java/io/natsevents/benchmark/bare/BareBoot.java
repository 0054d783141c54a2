package io.natsevents.benchmark.bare;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullRequestOptions;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.CompressionOption;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.benchmark.Services;

/**
 * Sets up an application by hand, one call after the other: connects, sees to the streams
 * and the durable consumers, and asks each consumer for messages. What is there as it
 * should be is left alone.
 */
public final class BareBoot implements AutoCloseable {

	private static final int STREAM_NOT_FOUND = 10059;

	private static final int CONSUMER_NOT_FOUND = 10014;

	private static final int WINDOW = 500;

	private final Connection connection;

	private final JetStreamManagement management;

	private final List<JetStreamSubscription> subscriptions = new ArrayList<>();

	/**
	 * Set up.
	 * @param url URL of the server
	 * @param services services, each with a stream of its own
	 * @param events what follows the service in the types of the events, with a consumer
	 * each
	 * @throws Exception when the server cannot be reached or refuses
	 */
	public BareBoot(String url, List<String> services, List<String> events) throws Exception {
		this.connection = BareConnection.open(url);
		this.management = this.connection.jetStreamManagement();
		for (String service : services) {
			provide(stream(service));
		}
		provide(deadLetters());
		provide(trials());
		for (String service : services) {
			for (String event : events) {
				listen(Services.stream(service), consumer(service, event));
			}
		}
	}

	private void provide(StreamConfiguration wanted) throws IOException, JetStreamApiException {
		try {
			StreamConfiguration actual = this.management.getStreamInfo(wanted.getName()).getConfiguration();
			if (!isSame(wanted, actual)) {
				this.management.updateStream(wanted);
			}
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() != STREAM_NOT_FOUND) {
				throw ex;
			}
			this.management.addStream(wanted);
		}
	}

	private static boolean isSame(StreamConfiguration wanted, StreamConfiguration actual) {
		return wanted.getSubjects().equals(actual.getSubjects()) && wanted.getMaxAge().equals(actual.getMaxAge())
				&& wanted.getMaxBytes() == actual.getMaxBytes()
				&& wanted.getDiscardPolicy() == actual.getDiscardPolicy()
				&& wanted.getMaxMsgsPerSubject() == actual.getMaxMsgsPerSubject()
				&& wanted.getReplicas() == actual.getReplicas();
	}

	private void listen(String stream, ConsumerConfiguration wanted) throws IOException, JetStreamApiException {
		try {
			ConsumerConfiguration actual = this.management.getConsumerInfo(stream, wanted.getDurable())
				.getConsumerConfiguration();
			if (!isSame(wanted, actual)) {
				this.management.updateConsumer(stream, wanted);
			}
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() != CONSUMER_NOT_FOUND) {
				throw ex;
			}
			this.management.createConsumer(stream, wanted);
		}
		JetStreamSubscription subscription = this.connection.jetStream()
			.subscribe(null, PullSubscribeOptions.fastBind(stream, wanted.getDurable()));
		subscription.pull(PullRequestOptions.builder(WINDOW).expiresIn(Duration.ofSeconds(30)).build());
		this.subscriptions.add(subscription);
	}

	private static boolean isSame(ConsumerConfiguration wanted, ConsumerConfiguration actual) {
		return wanted.getFilterSubjects().equals(actual.getFilterSubjects())
				&& wanted.getAckWait().equals(actual.getAckWait()) && wanted.getAckPolicy() == actual.getAckPolicy()
				&& wanted.getMaxAckPending() == actual.getMaxAckPending();
	}

	private static StreamConfiguration stream(String service) {
		return StreamConfiguration.builder()
			.name(Services.stream(service))
			.subjects(service + ".>")
			.storageType(StorageType.File)
			.discardPolicy(DiscardPolicy.Old)
			.maxAge(Duration.ofDays(7))
			.maxBytes(1L << 30)
			.duplicateWindow(Duration.ofMinutes(2))
			.compressionOption(CompressionOption.S2)
			.replicas(1)
			.build();
	}

	private static StreamConfiguration deadLetters() {
		return StreamConfiguration.builder()
			.name("DLQ_EVENTS")
			.subjects("dlq.>")
			.storageType(StorageType.File)
			.discardPolicy(DiscardPolicy.New)
			.maxMessagesPerSubject(1)
			.maxAge(Duration.ofDays(30))
			.maxBytes(1L << 30)
			.allowDirect(true)
			.replicas(1)
			.build();
	}

	/** Where to note what is handled alone, in case it ends the process. */
	private static StreamConfiguration trials() {
		return StreamConfiguration.builder()
			.name("DLQ_TRIALS")
			.subjects("trial.>")
			.storageType(StorageType.File)
			.discardPolicy(DiscardPolicy.Old)
			.maxMessagesPerSubject(1)
			.maxAge(Duration.ofDays(1))
			.maxBytes(1L << 20)
			.allowDirect(true)
			.replicas(1)
			.build();
	}

	private static ConsumerConfiguration consumer(String service, String event) {
		return BareDurable.of("bare-" + (service + "-" + event).replace('.', '-'), service + "." + event);
	}

	@Override
	public void close() throws InterruptedException {
		this.subscriptions.forEach(JetStreamSubscription::unsubscribe);
		this.connection.close();
	}

}
