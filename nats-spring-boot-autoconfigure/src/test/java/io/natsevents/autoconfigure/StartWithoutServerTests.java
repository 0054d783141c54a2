package io.natsevents.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.ConnectionFailedException;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.listen.MissingStreamException;
import io.natsevents.publish.EventPublisher;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.publish.PublishStatus;
import io.natsevents.support.BusApplication;
import io.natsevents.support.HealthParts;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for applications that start before NATS does, with everything they may have.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class StartWithoutServerTests {

	private static final Duration PROMPT = Duration.ofSeconds(1);

	private List<String> threadsBefore = List.of();

	@BeforeEach
	void rememberThreads() {
		this.threadsBefore = ownThreads();
	}

	@AfterEach
	void noThreadIsLeft() {
		Awaitility.await().atMost(PROMPT).until(() -> this.threadsBefore.containsAll(ownThreads()));
	}

	@Test
	void continueCatchesUpWithEverythingWhenTheServerAppears(CapturedOutput output) throws Exception {
		Users users = new Users();
		try (NatsServer server = NatsServer.builder().build();
				BusApplication application = starting(server, "continue").bean(users).start()) {
			Map<String, Health> health = HealthParts.of(application);
			assertThat(health.get("connection").getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.get("connection").getDetails().get("reason")).asString().contains("refused");
			assertThat(health.get("streams").getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.get("streams").getDetails().get("reason")).asString()
				.contains("not in place yet: No connection to NATS at " + server.url());
			assertThat(health.get("listeners").getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.get("listeners").getDetails().get("users-on")).asString()
				.contains("WAITING_FOR_CONNECTION");
			CompletableFuture<PublishReceipt> early = application.publisher()
				.publishAsync(Event.of("auth.user.created", "ada"));
			server.start();
			assertThat(early.get(5, TimeUnit.SECONDS).status()).isEqualTo(PublishStatus.STORED);
			awaitUp(application);
			application.publisher().publish(Event.of("auth.user.created", "poison"));
			Awaitility.await().until(() -> users.received.contains("ada"));
			Awaitility.await()
				.until(() -> application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount() == 1);
			assertThat(application.listener("users-on").state().phase()).isEqualTo(Phase.PULLING);
			assertThat(application.bean(ConnectionSupervisor.class).state().reconnects()).isZero();
		}
		assertThat(output).containsOnlyOnce("the application starts without it and goes on trying")
			.containsOnlyOnce("Streams: AUTH_EVENTS [auth.>]")
			.doesNotContain("ERROR")
			.doesNotContain("PULLING again");
	}

	@Test
	void continueUsesAServerThatIsThereBeforeTheStartIsOver() {
		try (NatsServer server = NatsServer.builder().start();
				BusApplication application = starting(server, "continue").bean(new PublishesAtOnce()).start()) {
			assertThat(application.bean(PublishesAtOnce.class).receipts).extracting(PublishReceipt::status)
				.containsExactly(PublishStatus.STORED);
		}
	}

	@Test
	void retryWaitsForTheServer(CapturedOutput output) throws Exception {
		try (NatsServer server = NatsServer.builder().build()) {
			CompletableFuture<BusApplication> application = CompletableFuture
				.supplyAsync(() -> starting(server, "retry").bean(new Users()).start());
			Awaitility.await().until(() -> output.getOut().contains("trying for up to 30000 ms"));
			server.start();
			try (BusApplication started = application.get(10, TimeUnit.SECONDS)) {
				assertThat(started.publisher().publish(Event.of("auth.user.created", "ada")).status())
					.isEqualTo(PublishStatus.STORED);
				awaitUp(started);
			}
		}
	}

	@Test
	void stopTriesOnce() {
		try (NatsServer server = NatsServer.builder().build()) {
			BusApplication.Builder application = starting(server, "stop");
			long begun = System.nanoTime();
			Throwable failure = catchThrowable(() -> application.start().close());
			assertThat(failure).hasRootCauseInstanceOf(ConnectionFailedException.class)
				.hasStackTraceContaining(server.url())
				.hasStackTraceContaining("Connection refused");
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
		}
	}

	@Test
	void stopFailsAtOnceForWrongCredentials() {
		try (NatsServer server = NatsServer.builder()
			.extraConfiguration("authorization { user: ada, password: right }")
			.start()) {
			BusApplication.Builder application = starting(server, "stop").property("nats.username", "ada")
				.property("nats.password", "wrong");
			long begun = System.nanoTime();
			assertThat(catchThrowable(() -> application.start().close()))
				.hasRootCauseInstanceOf(ConnectionFailedException.class)
				.hasStackTraceContaining("Authorization Violation");
			// And not after connect-timeout, which is 5 s
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
		}
	}

	@Test
	void continueTakesTheRightCredentialsFromTheFileWhenTheyAreThere(@TempDir Path directory) throws Exception {
		NKey user = NKey.createUser(null);
		Path file = Files.writeString(directory.resolve("user.nk"),
				String.valueOf(NKey.createUser(null).getSeed()) + "\n");
		try (NatsServer server = NatsServer.builder()
			.extraConfiguration("authorization { users: [ { nkey: %s } ] }".formatted(new String(user.getPublicKey())))
			.start();
				BusApplication application = starting(server, "continue").bean(new Users())
					.property("nats.credentials", file.toUri().toString())
					.start()) {
			assertThat(HealthParts.of(application).get("connection").getDetails()).containsEntry("reason",
					"Authorization Violation");
			Files.writeString(file, new String(user.getSeed()) + "\n");
			Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> HealthParts.isUp(application));
		}
	}

	@Test
	void continueWaitsForJetStreamToBeEnabled(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path jetStream = Files.writeString(directory.resolve("jetstream.conf"), "");
		Users users = new Users();
		try (NatsServer server = NatsServer.builder()
			.jetStream(false)
			.extraConfiguration("include \"../" + directory.getFileName() + "/jetstream.conf\"")
			.start(); BusApplication application = starting(server, "continue").bean(users).start()) {
			assertThat(HealthParts.of(application).get("connection").getStatus()).isEqualTo(Status.UP);
			assertThat(HealthParts.of(application).get("streams").getStatus()).isEqualTo(Status.DOWN);
			assertThat(HealthParts.of(application).get("streams").getDetails().get("reason")).asString()
				.contains("JetStream is not enabled on NATS server");
			assertThat(HealthParts.of(application).get("listeners").getStatus()).isEqualTo(Status.DOWN);
			CompletableFuture<PublishReceipt> early = application.publisher()
				.publishAsync(Event.of("auth.user.created", "ada"));
			Files.writeString(jetStream, "jetstream { store_dir: \"%s\" }".formatted(directory.resolve("store")));
			server.restart();
			assertThat(early.get(10, TimeUnit.SECONDS).status()).isEqualTo(PublishStatus.STORED);
			awaitUp(application);
			Awaitility.await().until(() -> users.received.contains("ada"));
		}
		assertThat(output).containsOnlyOnce("Streams cannot be put in place: JetStream is not enabled");
	}

	@Test
	void continueReportsARefusedStreamUntilItIsNotAnyMore(CapturedOutput output) throws Exception {
		Users users = new Users();
		try (NatsServer server = NatsServer.builder().start(); Connection operator = Nats.connect(server.url())) {
			operator.jetStreamManagement()
				.addStream(StreamConfiguration.builder()
					.name("AUTH_EVENTS")
					.subjects("auth.>")
					.storageType(StorageType.Memory)
					.build());
			try (BusApplication application = starting(server, "continue").bean(users).start()) {
				assertThat(HealthParts.of(application).get("streams").getStatus()).isEqualTo(Status.DOWN);
				assertThat(HealthParts.of(application).get("streams").getDetails().get("reason")).asString()
					.contains("storage is memory and cannot be changed to file");
				// The listener does not depend on it
				Awaitility.await()
					.until(() -> HealthParts.of(application).get("listeners").getStatus().equals(Status.UP));
				operator.jetStreamManagement().deleteStream("AUTH_EVENTS");
				Awaitility.await().atMost(Duration.ofSeconds(8)).until(() -> HealthParts.isUp(application));
				application.publisher().publish(Event.of("auth.user.created", "ada"));
				Awaitility.await().until(() -> users.received.contains("ada"));
			}
		}
		assertThat(output).containsOnlyOnce("Streams cannot be put in place: ");
	}

	@Test
	void continueWaitsForAQuorum() throws Exception {
		Users users = new Users();
		int[] routes = { freePort(), freePort() };
		try (NatsServer first = member(routes, 0);
				NatsServer second = member(routes, 1);
				BusApplication application = starting(first, "continue").bean(users)
					.property("nats.connect-timeout", "1s")
					.property("nats.jetstream.stream-defaults.replicas", 1)
					.initializer((context) -> first.start())
					.start()) {
			assertThat(HealthParts.of(application).get("streams").getStatus()).isEqualTo(Status.DOWN);
			assertThat(HealthParts.of(application).get("listeners").getDetails().get("users-on")).asString()
				.doesNotContain("PULLING");
			assertThat(HealthParts.of(application).get("listeners").getStatus()).isEqualTo(Status.DOWN);
			CompletableFuture<PublishReceipt> early = application.publisher()
				.publishAsync(Event.of("auth.user.created", "ada"));
			second.start();
			assertThat(early.get(15, TimeUnit.SECONDS).status()).isEqualTo(PublishStatus.STORED);
			awaitUp(application);
			Awaitility.await().until(() -> users.received.contains("ada"));
		}
	}

	private static NatsServer member(int[] routes, int index) {
		return NatsServer.builder()
			.extraConfiguration(
					"server_name: n%d\ncluster { name: C, host: 127.0.0.1, port: %d, routes: [ nats-route://127.0.0.1:%d, nats-route://127.0.0.1:%d ] }"
						.formatted(index, routes[index], routes[0], routes[1]))
			.build();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "nats.jetstream.listeners.nobody.concurrency=2",
			"nats.jetstream.streams.OTHER.subjects=auth.user.*", "nats.jetstream.listener.ack-wait=0s",
			"nats.jetstream.listeners.users-on.ack-mode=never", "nats.jetstream.stream-defaults.replicas=9" })
	void continueStillFailsForWhatIsConfiguredWrongly(String property) {
		try (NatsServer server = NatsServer.builder().build()) {
			String[] parts = property.split("=");
			assertThat(catchThrowable(
					() -> starting(server, "continue").bean(new Users()).property(parts[0], parts[1]).start().close()))
				.isNotNull();
		}
	}

	@Test
	void continueStillFailsForListenersThatCannotWork() {
		try (NatsServer server = NatsServer.builder().build()) {
			assertThat(catchThrowable(() -> starting(server, "continue").bean(new Returning()).start().close()))
				.hasStackTraceContaining("Listener returning.on: it returns");
			assertThat(catchThrowable(() -> starting(server, "continue").bean(new BadStream()).start().close()))
				.hasStackTraceContaining("no legal name");
		}
	}

	@Test
	void continueFailsForAStreamThatIsMissingForCertain() {
		try (NatsServer server = NatsServer.builder().start()) {
			assertThat(catchThrowable(() -> starting(server, "continue").bean(new Absent())
				.property("nats.jetstream.listeners.absent-on.missing-stream", "fail")
				.start()
				.close())).hasRootCauseInstanceOf(MissingStreamException.class)
				.rootCause()
				.hasMessage("Stream NOBODY_EVENTS of listener absent-on does not exist");
		}
	}

	@Test
	void continueCannotFailForAMissingStreamLater() {
		try (NatsServer server = NatsServer.builder().build();
				BusApplication application = starting(server, "continue").bean(new Absent())
					.property("nats.jetstream.listener.missing-stream", "fail")
					.start()) {
			server.start();
			Awaitility.await()
				.until(() -> application.listener("absent-on").state().phase() == Phase.WAITING_FOR_STREAM);
			assertThat(HealthParts.of(application).get("listeners").getStatus()).isEqualTo(Status.DOWN);
		}
	}

	@Test
	void continueStopsPromptlyWhileItWaits() {
		try (NatsServer server = NatsServer.builder().build()) {
			BusApplication application = starting(server, "continue").bean(new Users()).start();
			assertPrompt(application::close);
		}
	}

	@Test
	void retryStopsPromptlyWhileItWaitsForTheServer(CapturedOutput output) {
		try (NatsServer server = NatsServer.builder().build()) {
			stopWhileStarting(starting(server, "retry"), () -> output.getOut().contains("trying for up to 30000 ms"));
		}
	}

	@Test
	void retryStopsPromptlyWhileItWaitsForTheStreams(CapturedOutput output) throws Exception {
		try (NatsServer alone = member(new int[] { freePort(), freePort() }, 0)) {
			alone.start();
			stopWhileStarting(starting(alone, "retry").property("nats.connect-timeout", "500ms"),
					() -> output.getOut().contains("Streams are not in place yet"));
		}
	}

	private static BusApplication.Builder starting(NatsServer server, String policy) {
		return BusApplication.on(server)
			.property("nats.startup-failure-policy", policy)
			.property("nats.jetstream.listener.retry.max-retries", 0);
	}

	private static void stopWhileStarting(BusApplication.Builder builder, Callable<Boolean> waiting) {
		CompletableFuture<ConfigurableApplicationContext> context = new CompletableFuture<>();
		CompletableFuture<Throwable> failure = CompletableFuture
			.supplyAsync(() -> catchThrowable(() -> builder.initializer(context::complete).start().close()));
		Awaitility.await().until(waiting);
		assertPrompt(() -> {
			context.join().close();
			assertThat(failure.join()).isNotNull();
		});
	}

	private static void assertPrompt(Runnable stop) {
		long begun = System.nanoTime();
		stop.run();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMPT);
	}

	private static List<String> ownThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("jetstream-"))
			.map((thread) -> thread.getName() + "#" + thread.getId())
			.toList();
	}

	private static void awaitUp(BusApplication application) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> HealthParts.isUp(application));
	}

	static class Users {

		final List<String> received = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.user.created")
		void on(String data) {
			if (data.equals("poison")) {
				throw new IllegalStateException("poison");
			}
			this.received.add(data);
		}

	}

	static class Absent {

		@JetStreamListener("nobody.declared.this")
		void on(String data) {
		}

	}

	static class Returning {

		@JetStreamListener("auth.user.created")
		String on(String data) {
			return data;
		}

	}

	static class BadStream {

		@JetStreamListener(value = "auth.user.created", stream = "AUTH EVENTS")
		void on(String data) {
		}

	}

	static class PublishesAtOnce implements ApplicationListener<ContextRefreshedEvent> {

		final List<PublishReceipt> receipts = new CopyOnWriteArrayList<>();

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			this.receipts.add(event.getApplicationContext()
				.getBean(EventPublisher.class)
				.publish(Event.of("auth.user.created", "ada")));
		}

	}

}
