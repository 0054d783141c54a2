package io.natsevents.listen;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterTrials;
import io.natsevents.deadletter.StoredPosition;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.stream.NestedFilters;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.stream.StreamPermissionException;
import io.natsevents.stream.SubjectPattern;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the permissions on the page about provisioning are enough, and that each of
 * them is used.
 */
@Timeout(60)
class ProvisioningPageTests {

	private static final Path PAGE = Path.of("..", "docs", "provisioning.md");

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String STREAM = "AUTH_EVENTS";

	private static final String LONE_RUNS = "[lone runs](dead-letters.md#deliveries-that-never-came-back)";

	private static NatsServer server;

	private static boolean serverIsOld;

	private static Connection operator;

	private static JetStreamManagement management;

	@BeforeAll
	static void startServer() throws Exception {
		try (NatsServer any = NatsServer.builder().start(); Connection connection = Nats.connect(any.url())) {
			serverIsOld = !NestedFilters.areSafeOn(connection.getServerInfo());
		}
		StringBuilder users = new StringBuilder();
		for (boolean every : new boolean[] { false, true }) {
			for (ProvisioningMode mode : ProvisioningMode.values()) {
				users.append("""
						{ user: %s, password: secret, permissions: { publish: [ %s ], subscribe: [ %s ] } }
						""".formatted(user(mode, every), quoted(publishable(mode, every)), quoted(row("all"))));
			}
		}
		users.append("{ user: no-parking, password: secret, permissions: { publish: [ %s ], subscribe: [ %s ] } }"
			.formatted(
					quoted(List.of(String.join("\", \"", row("publishing")), String.join("\", \"", row("listening")))),
					quoted(row("all"))));
		server = NatsServer.builder()
			.extraConfiguration("authorization { users: [ { user: operator, password: secret }\n" + users + "] }")
			.start();
		operator = Nats.connect(Options.builder().server(server.url()).userInfo("operator", "secret").build());
		management = operator.jetStreamManagement();
	}

	@AfterAll
	static void stopServer() throws Exception {
		operator.close();
		server.close();
	}

	@AfterEach
	void deleteStreams() throws Exception {
		for (String stream : management.getStreamNames()) {
			management.deleteStream(stream);
		}
	}

	@ParameterizedTest
	@CsvSource({ "NONE, false", "VERIFY, false", "CREATE, false", "UPDATE, false", "CREATE, true", "UPDATE, true" })
	@Tag("compat")
	void permissionsOfThePageAreEnoughAndAllAreUsed(ProvisioningMode mode, boolean every) throws Exception {
		long violations = violations();
		if (mode != ProvisioningMode.CREATE) {
			application("operator", ProvisioningMode.UPDATE, every, new Handled()).start().close();
		}
		if (mode == ProvisioningMode.UPDATE) {
			changeEverything();
		}
		Set<String> used = new CopyOnWriteArraySet<>();
		Dispatcher watcher = operator.createDispatcher((message) -> used.add(message.getSubject()));
		List.of("$JS.>", "dlq.>", "trial.>", "auth.>").forEach(watcher::subscribe);
		operator.flush(LIMIT);
		Handled handled = new Handled();
		try (BusApplication application = application(user(mode, every), mode, every, handled).start()) {
			application.publisher().publish(Event.of("auth.user.created", 1));
			application.publisher().publish(Event.of("auth.user.created", -1));
			await().atMost(LIMIT)
				.until(() -> management.getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount() == 1);
			handled.awaitCalls(1);
			loneRun(application);
			await().atMost(LIMIT)
				.untilAsserted(() -> assertThat(health(application))
					.allSatisfy((part, status) -> assertThat(status).as(part).isEqualTo(Status.UP)));
			if (mode.creates()) {
				management.deleteConsumer(STREAM, "analytics-users");
				application.publisher().publish(Event.of("auth.user.created", 2));
				await().atMost(LIMIT).until(() -> handled.eventIds().stream().distinct().count() == 2);
			}
			await().atMost(LIMIT).until(() -> isDone());
			assertThat(application.bean(ConnectionSupervisor.class).state().lastError()).isNull();
			assertThat(violations()).isEqualTo(violations);
			await().atMost(LIMIT)
				.untilAsserted(() -> assertThat(publishable(mode, every))
					// Nothing is missing there
					.filteredOn(
							(permission) -> mode != ProvisioningMode.UPDATE || !permission.contains(".STREAM.CREATE."))
					.allSatisfy((permission) -> assertThat(used).anyMatch(new SubjectPattern(permission)::matches)));
		}
		operator.closeDispatcher(watcher);
	}

	@ParameterizedTest
	@EnumSource(value = ProvisioningMode.class, names = { "VERIFY", "CREATE", "UPDATE" })
	void aModeThatIsNotPermittedFailsTheStartAtOnce(ProvisioningMode mode) throws Exception {
		ProvisioningMode permitted = ProvisioningMode.values()[mode.ordinal() - 1];
		if (mode == ProvisioningMode.UPDATE) {
			application("operator", ProvisioningMode.UPDATE, false, new Handled()).start().close();
			changeEverything();
		}
		String action = Map
			.of(ProvisioningMode.VERIFY, "INFO", ProvisioningMode.CREATE, "CREATE", ProvisioningMode.UPDATE, "UPDATE")
			.get(mode);
		assertThatException()
			.isThrownBy(() -> application(user(permitted, false), mode, false, new Handled())
				.property("nats.connect-timeout", "500ms")
				.start()
				.close())
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining(StreamPermissionException.class.getName())
				.hasStackTraceContaining(
						"Permissions Violation for Publish to \"$JS.API.STREAM." + action + ".AUTH_EVENTS\""));
	}

	@Test
	void whoMayNotParkKeepsTheEventAndSaysSo() throws Exception {
		application("operator", ProvisioningMode.UPDATE, false, new Handled()).start().close();
		try (BusApplication application = application("no-parking", ProvisioningMode.NONE, false, new Handled())
			.property("nats.jetstream.publisher.timeout", "500ms")
			.start()) {
			application.publisher().publish(Event.of("auth.user.created", -1));
			await().atMost(LIMIT)
				.until(() -> String.valueOf(application.bean(DeadLetterParking.class).refusal())
					.contains("Permissions Violation for Publish to \"dlq.AUTH_EVENTS.analytics-users."));
			assertThat(health(application)).containsEntry("deadLetters", Status.DOWN).doesNotContainKey("streams");
			assertThat(isDone()).isFalse();
		}
	}

	@Test
	void aListenerThatMayNotAskForItsConsumerSaysSo() throws Exception {
		application("operator", ProvisioningMode.UPDATE, false, new Handled()).start().close();
		try (BusApplication application = application(user(ProvisioningMode.NONE, false), ProvisioningMode.NONE, false,
				new Handled())
			.property("nats.jetstream.provisioning.consumer-mode", "update")
			.property("nats.connect-timeout", "500ms")
			.start()) {
			await().during(Duration.ofMillis(1200))
				.atMost(LIMIT)
				.untilAsserted(() -> assertThat(application.listener("users").state()).satisfies((state) -> {
					assertThat(state.phase()).isEqualTo(Phase.RECOVERING);
					assertThat(state.reason()).contains("Permissions Violation", "CONSUMER.INFO");
				}));
		}
	}

	private static BusApplication.Builder application(String user, ProvisioningMode mode, boolean every,
			Handled handled) {
		return BusApplication.on(server)
			.property("nats.username", user)
			.property("nats.password", "secret")
			.property("nats.jetstream.provisioning.mode", mode.name())
			.bean(every ? new EveryType(handled) : new OneType(handled));
	}

	private static void loneRun(BusApplication application) throws Exception {
		DeadLetterTrials trials = application.bean(DeadLetterParking.class).trials();
		DeadLetterId event = new DeadLetterId(new StoredPosition(STREAM, 1, Instant.EPOCH), "analytics-users");
		assertThat(trials.begin(event)).hasValue(1);
		trials.end(event);
		assertThat(management.getStreamInfo("DLQ_TRIALS").getStreamState().getMsgCount()).isZero();
	}

	private static void changeEverything() throws Exception {
		for (String stream : management.getStreamNames()) {
			StreamConfiguration present = management.getStreamInfo(stream).getConfiguration();
			management.updateStream(StreamConfiguration.builder(present).maxAge(Duration.ofHours(1)).build());
		}
		for (String consumer : management.getConsumerNames(STREAM)) {
			ConsumerConfiguration present = management.getConsumerInfo(STREAM, consumer).getConsumerConfiguration();
			management.addOrUpdateConsumer(STREAM, ConsumerConfiguration.builder(present).maxAckPending(9).build());
		}
	}

	private static Map<String, Status> health(BusApplication application) {
		Map<String, Status> health = new LinkedHashMap<>();
		application.bean(CompositeHealthContributor.class)
			.forEach((entry) -> health.put(entry.name(), statusOf((HealthIndicator) entry.contributor())));
		return health;
	}

	private static Status statusOf(HealthIndicator indicator) {
		return indicator.health(false).getStatus();
	}

	private static boolean isDone() throws Exception {
		return management.getConsumerInfo(STREAM, "analytics-users").getNumAckPending() == 0;
	}

	private static long violations() throws Exception {
		return Files.readString(server.log()).lines().filter((line) -> line.contains("Violation")).count();
	}

	private static String user(ProvisioningMode mode, boolean every) {
		return mode.name().toLowerCase() + (every ? "-every" : "");
	}

	/**
	 * What the page permits an application that does the same to streams and consumers.
	 */
	private static Set<String> publishable(ProvisioningMode mode, boolean every) throws Exception {
		Set<String> subjects = new LinkedHashSet<>();
		List<String> rows = new ArrayList<>(List.of("publishing", "listening", "parking", LONE_RUNS));
		if (mode != ProvisioningMode.NONE) {
			rows.addAll(List.of("streams: verify", "consumers: verify"));
		}
		if (mode.creates()) {
			rows.add("streams: create");
			rows.add("consumers: create, update");
		}
		if (mode == ProvisioningMode.UPDATE) {
			rows.add("streams: update");
		}
		for (String row : rows) {
			subjects.addAll(row(row));
		}
		if (mode.creates() && (every || serverIsOld)) {
			subjects.removeIf((subject) -> subject.contains(".CONSUMER.DURABLE.CREATE."));
			subjects.addAll(row(every ? "consumers of one type that ends in `>`: create, update"
					: "consumers of one type on nats-server before 2.12.5: create, update"));
		}
		return subjects;
	}

	private static List<String> row(String name) throws Exception {
		Matcher row = Pattern.compile("(?m)^\\| " + Pattern.quote(name) + " \\| (.*) \\|$")
			.matcher(Files.readString(PAGE));
		assertThat(row.find()).as("row '" + name + "' of the page").isTrue();
		return Pattern.compile("`([^`]+\\.[^`]+)`")
			.matcher(row.group(1))
			.results()
			.map((result) -> result.group(1))
			.filter((subject) -> !subject.equals("CONSUMER.DURABLE.CREATE"))
			.toList();
	}

	private static String quoted(Iterable<String> subjects) {
		List<String> quoted = new ArrayList<>();
		subjects.forEach((subject) -> quoted.add('"' + subject + '"'));
		return quoted.stream().collect(Collectors.joining(", "));
	}

	static final class OneType {

		private final Handled handled;

		OneType(Handled handled) {
			this.handled = handled;
		}

		@JetStreamListener(id = "users", value = "auth.user.created")
		void on(Integer number, Event<Integer> event, DeliveryContext context) {
			if (number < 0) {
				throw new RejectedEventException("negative");
			}
			this.handled.add(event, context);
		}

	}

	static final class EveryType {

		private final OneType users;

		EveryType(Handled handled) {
			this.users = new OneType(handled);
		}

		@JetStreamListener(id = "users", value = "auth.>")
		void on(Integer number, Event<Integer> event, DeliveryContext context) {
			this.users.on(number, event, context);
		}

	}

}
