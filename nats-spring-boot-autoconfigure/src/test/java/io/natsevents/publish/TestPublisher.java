package io.natsevents.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.connection.TestDetails;
import io.natsevents.event.ContentMode;
import io.natsevents.event.Event;
import io.natsevents.event.JacksonEventCodec;
import io.natsevents.event.SubjectNaming;
import io.natsevents.test.NatsServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * A publisher with its connection and its threads, and what its observer was told.
 */
final class TestPublisher implements AutoCloseable {

	static final PublisherSettings SETTINGS = settings(Duration.ofSeconds(5), Duration.ofSeconds(30), 1000);

	final ConnectionSupervisor connection;

	final DirectEventPublisher publisher;

	final AtomicInteger retried = new AtomicInteger();

	final Map<String, String> failed = new ConcurrentHashMap<>();

	final List<StreamWentBack> wentBack = new CopyOnWriteArrayList<>();

	private final PublishThreads threads = new PublishThreads();

	TestPublisher(NatsServer server) {
		this(server, SETTINGS);
	}

	TestPublisher(NatsServer server, PublisherSettings settings) {
		this(TestDetails.of(server).connected(), settings);
	}

	TestPublisher(ConnectionSupervisor connection, PublisherSettings settings) {
		this(connection, settings, List.of());
	}

	TestPublisher(ConnectionSupervisor connection, PublisherSettings settings, List<PublishInterceptor> interceptors) {
		this.connection = connection;
		this.publisher = new DirectEventPublisher(connection, new JacksonEventCodec(JsonMapper.shared()), settings,
				(event) -> null, this.threads, () -> List.of("AUTH_EVENTS [auth.>]"), new PublishObserver() {

					@Override
					public void failed(String type, EventPublishException exception, long nanos) {
						TestPublisher.this.failed.put(exception.getEventId(), exception.getClass().getSimpleName());
					}

					@Override
					public void retried(String type) {
						TestPublisher.this.retried.incrementAndGet();
					}

					@Override
					public void streamWentBack(StreamWentBack found) {
						TestPublisher.this.wentBack.add(found);
					}

				}, interceptors);
	}

	static PublisherSettings settings(Duration timeout, Duration maxDuration, int maxInFlight) {
		ExponentialDelays delays = new ExponentialDelays(Duration.ofMillis(500), 4, Duration.ofSeconds(10));
		return new PublisherSettings("urn:service:test", "acme", SubjectNaming.HIERARCHICAL, timeout,
				new PublishRetry(3, delays, Duration.ofMillis(100), maxDuration), maxInFlight, ContentMode.STRUCTURED);
	}

	static Event<?> event() {
		return Event.of("auth.user.created", Map.of("name", "Ada"));
	}

	Connection client() {
		return this.connection.current();
	}

	void createStream() throws Exception {
		createStream(StreamConfiguration.builder());
	}

	void createStream(StreamConfiguration.Builder stream) throws Exception {
		client().jetStreamManagement().addStream(stream.name("AUTH_EVENTS").subjects("auth.>").build());
	}

	long stored() throws Exception {
		return client().jetStreamManagement().getStreamInfo("AUTH_EVENTS").getStreamState().getMsgCount();
	}

	@Override
	public void close() {
		this.publisher.close();
		this.threads.close();
		this.connection.close();
	}

}
