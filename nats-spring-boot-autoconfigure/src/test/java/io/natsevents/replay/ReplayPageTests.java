package io.natsevents.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.listen.DeliveryContext;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.stream.SubjectPattern;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the permissions in {@code docs/replay.md}.
 */
class ReplayPageTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String LONE_RUNS = "lone runs";

	@Test
	void permissionsOfThePageAreEnoughAndAllAreUsed() throws Exception {
		List<String> replaying = new ArrayList<>();
		for (String row : List.of("finding the range and the end", "its consumer", "who runs it")) {
			replaying.addAll(row("replay.md", row));
		}
		List<String> all = new ArrayList<>(replaying);
		all.addAll(row("replay.md", LONE_RUNS));
		for (String row : List.of("publishing", "listening", "parking", "streams: verify", "consumers: verify",
				"consumers: create, update")) {
			all.addAll(row("provisioning.md", row));
		}
		try (NatsServer server = NatsServer.builder()
			.extraConfiguration(
					"""
							authorization { users: [ { user: operator, password: secret }
							  { user: app, password: secret, permissions: { publish: [ %s ], subscribe: [ "_INBOX_analytics.>" ] } } ] }
							"""
						.formatted(
								all.stream().map((subject) -> '"' + subject + '"').collect(Collectors.joining(", "))))
			.start(); Connection operator = connect(server)) {
			application(server, "operator").close();
			Set<String> used = new CopyOnWriteArraySet<>();
			Dispatcher watcher = operator.createDispatcher((message) -> used.add(message.getSubject()));
			List.of("$JS.>", "trial.>").forEach(watcher::subscribe);
			operator.flush(LIMIT);
			String left;
			try (BusApplication application = application(server, "app")) {
				replay(application, "users");
				replay(application, "several");
				left = application.bean(EventReplay.class).start(ReplayRequest.into("users").atMostPerSecond(0.1)).id();
				assertThat(application.bean(ConnectionSupervisor.class).state().lastError()).isNull();
			}
			try (BusApplication application = application(server, "app")) {
				EventReplay replays = application.bean(EventReplay.class);
				await().atMost(LIMIT).until(() -> replays.running().stream().map(Replay::id).toList().contains(left));
				assertThat(replays.cancel(left).orElseThrow().await(LIMIT)).isTrue();
				assertThat(application.bean(ConnectionSupervisor.class).state().lastError()).isNull();
			}
			assertThat(Files.readString(server.log())).doesNotContain("Violation");
			assertThat(replaying)
				.allSatisfy((permission) -> assertThat(used).anyMatch(new SubjectPattern(permission)::matches));
		}
	}

	private static void replay(BusApplication application, String listener) throws Exception {
		for (int i = 0; i < 3; i++) {
			application.publisher().publish(Event.of("auth.user.created", i));
		}
		await().atMost(LIMIT).until(() -> application.isDone(listener));
		EventReplay replays = application.bean(EventReplay.class);
		long last = application.management().getStreamInfo("AUTH_EVENTS").getStreamState().getLastSequence();
		Replay replay = replays.start(ReplayRequest.into(listener).toSequence(last - 1));
		assertThat(replay.await(LIMIT)).as(replay.reason()).isTrue();
		assertThat(replay.state()).isEqualTo(ReplayState.COMPLETED);
		assertThat(replay.progress().done()).isEqualTo(last - 1);
		assertThat(replays.all()).contains(replay);
	}

	private static Connection connect(NatsServer server) throws Exception {
		return Nats.connect(Options.builder().server(server.url()).userInfo("operator", "secret").build());
	}

	private static BusApplication application(NatsServer server, String user) {
		return BusApplication.on(server)
			.bean(new Handlers())
			.property("nats.username", user)
			.property("nats.password", "secret")
			.start();
	}

	private static List<String> row(String page, String name) throws Exception {
		Matcher row = Pattern.compile("(?m)^\\| " + Pattern.quote(name) + " \\| (.*) \\|$")
			.matcher(Files.readString(DOCS.resolve(page)));
		assertThat(row.find()).as("row '" + name + "' of " + page).isTrue();
		return Pattern.compile("`([^`]+\\.[^`]+)`")
			.matcher(row.group(1))
			.results()
			.map((result) -> result.group(1))
			.toList();
	}

	static final class Handlers {

		@JetStreamListener(id = "users", value = "auth.>")
		void on(Integer number, Event<Integer> event, DeliveryContext context) {
			// Nothing to do
		}

		@JetStreamListener(id = "several", durable = "analytics-several",
				value = { "auth.user.created", "auth.user.deleted" })
		void onSeveral(Integer number, Event<Integer> event, DeliveryContext context) {
			// Nothing to do
		}

	}

}
