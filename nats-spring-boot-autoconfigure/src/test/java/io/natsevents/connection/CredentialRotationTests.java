package io.natsevents.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.NKey;
import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.publish.PublishStatus;
import io.natsevents.support.BusApplication;
import io.natsevents.support.HealthParts;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for credentials that stop being right while an application is at work, and are
 * renewed on disk.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class CredentialRotationTests {

	private static final Duration BACK = Duration.ofSeconds(2);

	private final Users users = new Users();

	@Test
	void applicationGoesOnOnceTheServerTakesItsNewCredentials(@TempDir Path directory, CapturedOutput output)
			throws Exception {
		NKey before = NKey.createUser(null);
		NKey after = NKey.createUser(null);
		Path file = Files.writeString(directory.resolve("user.nk"), String.valueOf(before.getSeed()));
		Path accepted = Files.writeString(directory.resolve("users.conf"), accepting(before));
		try (NatsServer server = NatsServer.builder()
			.extraConfiguration("include \"../" + directory.getFileName() + "/users.conf\"")
			.start(); BusApplication application = application(server, file).start()) {
			awaitUp(application);
			Connection first = application.bean(ConnectionSupervisor.class).current();
			Files.writeString(accepted, accepting(after));
			server.restart();
			awaitRefused(application, first);
			CompletableFuture<PublishReceipt> waiting = application.publisher()
				.publishAsync(Event.of("auth.user.created", "ada"));
			awaitDown(application);
			String alarm = "NATS does not take this application (Authorization Violation)";
			Awaitility.await().until(() -> output.getOut().contains(alarm));
			assertThat(HealthParts.of(application).get("connection").getDetails()).containsEntry("reason",
					"Authorization Violation");
			Files.writeString(file, String.valueOf(after.getSeed()));
			long right = System.nanoTime();
			assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(PublishStatus.STORED);
			Awaitility.await().until(() -> this.users.received.contains("ada"));
			assertThat(Duration.ofNanos(System.nanoTime() - right)).isLessThan(BACK);
			awaitUp(application);
		}
		assertThat(output).containsOnlyOnce("NATS does not take this application (Authorization Violation)")
			.containsOnlyOnce("NATS server reports: Authorization Violation");
	}

	@Test
	void expiredJwtIsReplacedByTheNewOneInTheFile(@TempDir Path directory, CapturedOutput output) throws Exception {
		OperatorMode operator = OperatorMode.create();
		Path file = Files.writeString(directory.resolve("user.creds"), operator.credentials());
		try (NatsServer server = NatsServer.builder().extraConfiguration(operator.serverConfiguration()).start();
				BusApplication application = application(server, file).start()) {
			awaitUp(application);
			Connection first = application.bean(ConnectionSupervisor.class).current();
			expireSoon(application, file, operator);
			awaitRefused(application, first);
			awaitDown(application);
			Files.writeString(file, operator.credentials());
			long right = System.nanoTime();
			Awaitility.await().until(() -> application.listener("users-on").state().phase() == Phase.PULLING);
			assertThat(Duration.ofNanos(System.nanoTime() - right)).isLessThan(BACK);
			application.publisher().publish(Event.of("auth.user.created", "ada"));
			Awaitility.await().until(() -> this.users.received.contains("ada"));
			awaitUp(application);
		}
		assertThat(output).contains("NATS server reports: User Authentication Expired");
	}

	@Test
	void jwtThatIsReplacedInTimeIsUsedWhenTheOldOneExpires(@TempDir Path directory, CapturedOutput output)
			throws Exception {
		OperatorMode operator = OperatorMode.create();
		Path file = Files.writeString(directory.resolve("user.creds"), operator.credentials());
		try (NatsServer server = NatsServer.builder().extraConfiguration(operator.serverConfiguration()).start();
				BusApplication application = application(server, file).start()) {
			ConnectionSupervisor supervisor = application.bean(ConnectionSupervisor.class);
			expireSoon(application, file, operator);
			Files.writeString(file, operator.credentials());
			Awaitility.await().until(() -> supervisor.state().reconnects() >= 2);
			awaitUp(application);
			application.publisher().publish(Event.of("auth.user.created", "ada"));
			Awaitility.await().until(() -> this.users.received.contains("ada"));
		}
		assertThat(output).contains("NATS server reports: User Authentication Expired").doesNotContain("ERROR");
	}

	/**
	 * Go on with a JWT that expires soon, however long the start took.
	 */
	private static void expireSoon(BusApplication application, Path file, OperatorMode operator) throws Exception {
		ConnectionSupervisor supervisor = application.bean(ConnectionSupervisor.class);
		Files.writeString(file, operator.credentials(Duration.ofSeconds(3)));
		supervisor.current().forceReconnect();
		Awaitility.await().until(() -> supervisor.state().reconnects() == 1 && supervisor.isConnected());
	}

	private static String accepting(NKey user) throws Exception {
		return "authorization { users: [ { nkey: %s } ] }".formatted(String.valueOf(user.getPublicKey()));
	}

	private BusApplication.Builder application(NatsServer server, Path credentials) {
		return BusApplication.on(server)
			.bean(this.users)
			.property("nats.credentials", credentials.toUri().toString())
			.property("nats.connect-timeout", "1s");
	}

	private static void awaitRefused(BusApplication application, Connection first) {
		Awaitility.await()
			.until(() -> first.getStatus() == Connection.Status.CLOSED
					&& !application.bean(ConnectionSupervisor.class).isConnected());
	}

	private static void awaitDown(BusApplication application) {
		Awaitility.await()
			.until(() -> HealthParts.of(application).get("connection").getStatus().equals(Status.DOWN)
					&& HealthParts.of(application).get("listeners").getStatus().equals(Status.DOWN));
	}

	private static void awaitUp(BusApplication application) {
		Awaitility.await().until(() -> HealthParts.isUp(application));
	}

	static class Users {

		final List<String> received = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.user.created")
		void on(String data) {
			this.received.add(data);
		}

	}

}
