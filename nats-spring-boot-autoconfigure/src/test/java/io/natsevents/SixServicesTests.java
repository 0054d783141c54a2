package io.natsevents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a bus of six services, each of which publishes and listens to its neighbour.
 */
@NatsServerTest
class SixServicesTests {

	private static final List<String> SERVICES = List.of("auth", "catalog", "ddmrp", "execution", "analytics",
			"ai-agent");

	private static final List<String> STREAMS = List.of("AUTH_EVENTS", "CATALOG_EVENTS", "DDMRP_EVENTS",
			"EXECUTION_EVENTS", "ANALYTICS_EVENTS", "AI_AGENT_EVENTS");

	@Test
	void eachServicePublishesAndAnotherHandles(NatsServer server) throws Exception {
		Map<String, Event<String>> received = new ConcurrentHashMap<>();
		List<BusApplication> applications = new ArrayList<>();
		try {
			for (int i = 0; i < SERVICES.size(); i++) {
				String neighbour = SERVICES.get((i + 1) % SERVICES.size());
				BusApplication application = BusApplication.on(server)
					.property("spring.application.name", SERVICES.get(i))
					.property("nats.jetstream.services", SERVICES.get(i))
					.start();
				application.subscriber()
					.subscribe(ListenerDefinition.of("neighbour", String.class, neighbour + ".thing.happened"),
							(event, context) -> received.put(context.stream(), event));
				applications.add(application);
			}
			for (int i = 0; i < SERVICES.size(); i++) {
				PublishReceipt receipt = applications.get(i)
					.publisher()
					.publish(Event.of(SERVICES.get(i) + ".thing.happened", "by " + SERVICES.get(i)));
				assertThat(receipt.stream()).isEqualTo(STREAMS.get(i));
			}
			await().atMost(Duration.ofSeconds(15)).until(() -> received.size() == SERVICES.size());
			for (int i = 0; i < SERVICES.size(); i++) {
				Event<String> event = received.get(STREAMS.get(i));
				assertThat(event.data()).isEqualTo("by " + SERVICES.get(i));
				assertThat(event.source()).isEqualTo("urn:service:" + SERVICES.get(i));
				assertAsDesigned(applications.get(0), SERVICES.get(i), STREAMS.get(i));
			}
			for (BusApplication application : applications) {
				await().atMost(Duration.ofSeconds(15)).until(() -> application.isDone("neighbour"));
			}
		}
		finally {
			applications.forEach(BusApplication::close);
		}
	}

	private static void assertAsDesigned(BusApplication application, String service, String stream) throws Exception {
		StreamConfiguration configuration = application.management().getStreamInfo(stream).getConfiguration();
		assertThat(configuration.getSubjects()).containsExactly(service + ".>");
		assertThat(configuration.getStorageType()).isEqualTo(StorageType.File);
		assertThat(configuration.getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
		assertThat(configuration.getMaxAge()).isEqualTo(Duration.ofDays(7));
		assertThat(configuration.getMaxBytes()).isEqualTo(1L << 30);
		assertThat(configuration.getDuplicateWindow()).isEqualTo(Duration.ofMinutes(2));
		// Three where the server is in a cluster
		assertThat(configuration.getReplicas()).isEqualTo(1);
		assertThat(configuration.getMetadata()).containsEntry("io.natsevents.owner", service);
	}

}
