package io.natsevents.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the permissions the page about ordering names for a listener's partitions
 * are enough.
 */
class PartitionedPermissionTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final Pattern SUBJECT = Pattern.compile("`([^`]+)`");

	private static NatsServer server;

	@BeforeAll
	static void startServer() throws Exception {
		List<String> publishable = new ArrayList<>();
		for (String row : List.of("listening in all partitions", "parking, lone runs", "consumers: verify",
				"consumers: create, update")) {
			publishable.addAll(row(row));
		}
		server = NatsServer.builder()
			.extraConfiguration(
					"""
							authorization { users: [
							  { user: operator, password: secret }
							  { user: analytics, password: secret, permissions: { publish: [ %s ], subscribe: [ "_INBOX_analytics.>" ] } }
							] }"""
						.formatted(publishable.stream()
							.map((subject) -> '"' + subject + '"')
							.collect(Collectors.joining(", "))))
			.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private static List<String> row(String name) throws IOException {
		String line = Files.readAllLines(Path.of("..", "docs", "ordering.md"))
			.stream()
			.filter((each) -> each.startsWith("| " + name + " |"))
			.findFirst()
			.orElseThrow();
		List<String> subjects = new ArrayList<>();
		Matcher matcher = SUBJECT.matcher(line);
		while (matcher.find()) {
			subjects.add(matcher.group(1));
		}
		return subjects;
	}

	@Test
	void permissionsOfThePageAreEnough() throws Exception {
		Handled handled = new Handled();
		try (BusApplication operator = application("operator").start()) {
			PartitionedEvents events = new PartitionedEvents(operator, "auth", 3).create();
			try (BusApplication application = application("analytics")
				.property("nats.jetstream.provisioning.mode", "none")
				.property("nats.jetstream.provisioning.consumer-mode", "update")
				.property("nats.jetstream.listener.retry.max-retries", 0)
				.bean(new Users(handled))
				.start()) {
				for (int i = 0; i < 6; i++) {
					events.publish("auth.user.created", "user/" + i, i);
				}
				await().atMost(LIMIT).until(() -> events.left("analytics-users") == 0);
				await().atMost(LIMIT).until(() -> application.listener("users").backlog().lag().isPresent());
				assertThat(operator.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount())
					.isEqualTo(1);
				assertThat(application.bean(ConnectionSupervisor.class).state().lastError()).isNull();
			}
			assertThat(handled.size()).isEqualTo(5);
		}
	}

	private static BusApplication.Builder application(String user) {
		return BusApplication.on(server)
			.property("nats.jetstream.services", "")
			.property("nats.username", user)
			.property("nats.password", "secret");
	}

	static class Users {

		private final Handled handled;

		Users(Handled handled) {
			this.handled = handled;
		}

		@JetStreamListener(id = "users", value = "auth.user.created", ordering = "cluster")
		void on(Event<Integer> event, DeliveryContext context) {
			if (event.data() == 3) {
				throw new IllegalStateException("on purpose");
			}
			this.handled.add(event, context);
		}

	}

}
