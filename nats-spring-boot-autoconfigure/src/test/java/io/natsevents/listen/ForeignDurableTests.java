package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for two applications that name the same durable and want different settings.
 */
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class ForeignDurableTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String STREAM = "AUTH_EVENTS";

	private static final String DURABLE = "shared";

	private static final String TYPE = "auth.user.created";

	@BeforeEach
	void forgetWhoLooksAfterTheDurable(NatsServer server) throws Exception {
		try (Connection operator = Nats.connect(server.url())) {
			JetStreamManagement management = operator.jetStreamManagement();
			if (management.getStreamNames().contains(STREAM) && management.getConsumerNames(STREAM).contains(DURABLE)) {
				management.deleteConsumer(STREAM, DURABLE);
			}
		}
	}

	@Test
	void bothShareTheEventsAndNeitherChangesItBackWhileTheyRun(NatsServer server, CapturedOutput output)
			throws Exception {
		Users first = new Users();
		Users second = new Users();
		try (BusApplication one = application(server, "analytics", "10s", first);
				BusApplication two = application(server, "reports", "20s", second)) {
			List<String> published = publish(one, 300);
			await().atMost(LIMIT).until(() -> first.handled.size() + second.handled.size() >= 300);
			await().atMost(LIMIT).until(() -> one.isDone("users"));
			List<String> handled = new ArrayList<>(first.handled.eventIds());
			handled.addAll(second.handled.eventIds());
			assertThat(handled).containsExactlyInAnyOrderElementsOf(published);
			// One of them does not have what it asks for, and says so
			await().atMost(LIMIT)
				.until(() -> one.listener("users").state().reason() != null
						|| two.listener("users").state().reason() != null);
			one.management().deleteConsumer(STREAM, DURABLE);
			List<String> more = publish(two, 100);
			await().atMost(LIMIT)
				.until(() -> Stream.of(first, second)
					.flatMap((users) -> users.handled.eventIds().stream())
					.collect(Collectors.toSet())
					.containsAll(more));
			await().atMost(LIMIT).until(() -> one.isDone("users"));
			assertThat(output.getAll()).doesNotContain("Updating consumer")
				.contains("Consumer AUTH_EVENTS/shared is not what listener users asks for and is left alone,"
						+ " because application 'analytics' looks after it: ack-wait: PT10S -> PT20S");
		}
	}

	@Test
	void whoseFilterIsNotTheDurablesIsDownAndTheOtherIsNotDisturbed(NatsServer server) {
		Users first = new Users();
		Roles second = new Roles();
		try (BusApplication owner = application(server, "analytics", "10s", first)) {
			for (int restarts = 0; restarts < 2; restarts++) {
				try (BusApplication other = application(server, "reports", "10s", second)) {
					await().atMost(LIMIT).until(() -> other.listener("users").state().phase() == Phase.MISSING_EVENTS);
					assertThat(other.listener("users").state().reason())
						.contains("filter subjects: [auth.user.created, auth.user.created.*]"
								+ " -> [auth.role.granted, auth.role.granted.*]");
					other.listener("users").stop();
					List<String> published = publish(owner, 10);
					await().atMost(LIMIT).until(() -> first.handled.eventIds().containsAll(published));
				}
			}
			assertThat(owner.listener("users").state()).extracting(ListenerState::phase, ListenerState::reason)
				.containsExactly(Phase.PULLING, null);
			assertThat(second.handled.calls()).isEmpty();
			await().atMost(LIMIT).until(() -> owner.isDone("users"));
		}
	}

	private static BusApplication application(NatsServer server, String name, String ackWait, Object users) {
		return BusApplication.on(server)
			.property("spring.application.name", name)
			.property("nats.jetstream.listener.ack-wait", ackWait)
			.bean(users)
			.start();
	}

	private static List<String> publish(BusApplication application, int count) {
		List<Event<String>> events = IntStream.range(0, count).mapToObj((i) -> Event.of(TYPE, "ada")).toList();
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
		return events.stream().map(Event::id).toList();
	}

	static class Users {

		final Handled handled = new Handled();

		@JetStreamListener(id = "users", value = TYPE, durable = DURABLE)
		void on(Event<String> event, DeliveryContext context) {
			this.handled.add(event, context);
		}

	}

	static class Roles {

		final Handled handled = new Handled();

		@JetStreamListener(id = "users", value = "auth.role.granted", durable = DURABLE)
		void on(Event<String> event, DeliveryContext context) {
			this.handled.add(event, context);
		}

	}

}
