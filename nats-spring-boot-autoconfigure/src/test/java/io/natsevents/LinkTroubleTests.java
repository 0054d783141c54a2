package io.natsevents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.natsevents.event.Event;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.support.BusApplication;
import io.natsevents.support.Link;
import io.natsevents.support.Monitoring;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for publishing and listening while something is wrong with the link to the
 * server: what was accepted is handled.
 */
@NatsServerTest
@Timeout(60)
class LinkTroubleTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final Set<String> handled = ConcurrentHashMap.newKeySet();

	private static Link link;

	private static BusApplication application;

	private final List<CompletableFuture<PublishReceipt>> published = new ArrayList<>();

	@BeforeAll
	static void start(NatsServer server) {
		link = Link.to(server);
		application = BusApplication.at(link.url())
			.property("nats.connection-name", "linked")
			.property("nats.ping-interval", "500ms")
			.property("nats.jetstream.listener.ack-wait", "1s")
			.start();
		application.subscriber()
			.subscribe(ListenerDefinition.of("linked", String.class, "auth.link.tried"),
					(event, context) -> handled.add(event.id()));
	}

	@BeforeEach
	void awaitConnection(NatsServer server, Leftovers leftovers) {
		// The application goes on until the last test
		leftovers.allowThreads();
		await().atMost(LIMIT)
			.untilAsserted(
					() -> assertThat(link.workingPorts()).hasSize(1).isEqualTo(Monitoring.of(server).ports("linked")));
	}

	@AfterAll
	static void stop() {
		application.close();
		link.close();
	}

	@Test
	void nothingIsLostWhenItIsCut() throws Exception {
		link.refuse();
		publish(50);
		assertThat(link.connections()).isZero();
		link.mend();
		assertAllHandled();
	}

	@Test
	void nothingIsLostWhenMessagesAreLate() throws Exception {
		link.delay(Duration.ofMillis(50));
		long begin = System.nanoTime();
		publish(50);
		assertAllHandled();
		assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
		link.mend();
	}

	@Test
	void nothingIsLostWhenConnectionsAreDeadAndNewOnesWork() throws Exception {
		publish(50);
		link.freezeConnections();
		publish(50);
		await().atMost(LIMIT).until(() -> !link.workingPorts().isEmpty());
		// Who is behind the dead one has not noticed
		assertThat(link.connections()).isGreaterThan(1);
		link.mend();
		assertAllHandled();
	}

	@Test
	void nothingIsLostWhenAllConnectionsAreDead() throws Exception {
		publish(50);
		link.freeze();
		publish(50);
		await().atMost(LIMIT).until(() -> link.connections() > 1);
		assertThat(link.workingPorts()).isEmpty();
		link.mend();
		assertAllHandled();
	}

	private void publish(int count) {
		for (int number = 0; number < count; number++) {
			this.published.add(application.publisher().publishAsync(Event.of("auth.link.tried", "" + number)));
		}
	}

	private void assertAllHandled() throws Exception {
		List<String> ids = new ArrayList<>();
		for (CompletableFuture<PublishReceipt> each : this.published) {
			ids.add(each.get(LIMIT.toSeconds(), TimeUnit.SECONDS).eventId());
		}
		await().atMost(LIMIT).until(() -> handled.containsAll(ids));
		await().atMost(LIMIT).until(() -> application.isDone("linked"));
	}

}
