package io.natsevents.connection;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

import io.nats.client.NKey;
import io.natsevents.test.NatsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the ways to prove who we are.
 */
@Tag("compat")
@ExtendWith(OutputCaptureExtension.class)
class AuthenticationTests {

	private static NatsServer server(String configuration) {
		return NatsServer.builder().jetStream(false).extraConfiguration(configuration).start();
	}

	private static void assertConnects(TestDetails details) {
		try (ConnectionSupervisor supervisor = details.connected()) {
			assertThat(supervisor.isConnected()).isTrue();
		}
	}

	@Test
	void userAndPasswordAreAccepted() {
		try (NatsServer server = server("authorization { user: ada, password: s3cret }")) {
			assertConnects(TestDetails.of(server).withUser("ada", "s3cret"));
		}
	}

	@Test
	void userAndPasswordInTheAddressAreAcceptedAndNotShown(CapturedOutput output) {
		try (NatsServer server = server("authorization { user: ada, password: s3cret }");
				ConnectionSupervisor supervisor = TestDetails.of("nats://ada:s3cret@127.0.0.1:" + server.port())
					.connected()) {
			assertThat(supervisor.state().server()).isEqualTo(server.url());
			assertThat(DelegatingConnection.to(supervisor)).asString().contains(server.url()).doesNotContain("s3cret");
		}
		assertThat(output).contains("Connected to NATS").doesNotContain("s3cret");
	}

	@Test
	void tokenIsAccepted() {
		try (NatsServer server = server("authorization { token: s3cret }")) {
			assertConnects(TestDetails.of(server).withToken("s3cret"));
		}
	}

	@Test
	void nkeyIsAccepted() throws Exception {
		NKey user = NKey.createUser(null);
		try (NatsServer server = server(
				"authorization { users: [ { nkey: %s } ] }".formatted(String.valueOf(user.getPublicKey())))) {
			assertConnects(TestDetails.of(server).withNkey(String.valueOf(user.getSeed())));
		}
	}

	@Test
	void credentialsFileIsAccepted(@TempDir Path directory) throws Exception {
		OperatorMode operator = OperatorMode.create();
		Path file = Files.writeString(directory.resolve("user.creds"), operator.credentials());
		try (NatsServer server = server(operator.serverConfiguration())) {
			assertConnects(TestDetails.of(server).withCredentials(new FileSystemResource(file)));
		}
	}

	@Test
	void credentialsFileMayHoldAnNkeyAlone(@TempDir Path directory) throws Exception {
		NKey user = NKey.createUser(null);
		Path file = Files.writeString(directory.resolve("user.nk"), "  " + String.valueOf(user.getSeed()) + "\n");
		try (NatsServer server = server(
				"authorization { users: [ { nkey: %s } ] }".formatted(String.valueOf(user.getPublicKey())))) {
			assertConnects(TestDetails.of(server).withCredentials(new FileSystemResource(file)));
		}
	}

	@Test
	void credentialsFileWithNeitherIsRefusedAtOnceWithoutShowingIt(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("user.creds"), "SUs3cret");
		assertThatIllegalStateException()
			.isThrownBy(TestDetails.of("nats://127.0.0.1:1").withCredentials(new FileSystemResource(file))::connected)
			.withMessageContaining("user.creds")
			.withMessageContaining("neither a user's JWT nor the seed of a user's NKey")
			.withMessageNotContaining("s3cret");
	}

	@Test
	void credentialsFromElsewhereAreAccepted() throws Exception {
		OperatorMode operator = OperatorMode.create();
		try (NatsServer server = server(operator.serverConfiguration())) {
			assertConnects(TestDetails.of(server)
				.withCredentials(new ByteArrayResource(operator.credentials().getBytes(StandardCharsets.UTF_8))));
		}
	}

	@Test
	void credentialsWinOverUserAndPassword() throws Exception {
		OperatorMode operator = OperatorMode.create();
		try (NatsServer server = server(operator.serverConfiguration())) {
			assertConnects(TestDetails.of(server)
				.withUser("ada", "wrong")
				.withCredentials(new ByteArrayResource(operator.credentials().getBytes(StandardCharsets.UTF_8))));
		}
	}

	@Test
	void wrongPasswordFailsTheStartNamingServerAndReasonButNoSecret(CapturedOutput output) {
		try (NatsServer server = server("authorization { user: ada, password: s3cret }")) {
			long begun = System.nanoTime();
			assertThatExceptionOfType(ConnectionFailedException.class)
				.isThrownBy(TestDetails.of("nats://ada:wr0ng@127.0.0.1:" + server.port())::connected)
				.satisfies((ex) -> {
					assertThat(ex).hasMessage("No connection to NATS at " + server.url()
							+ ": gave up after 2000 ms: Authorization Violation");
					assertThat(ex.getServers()).containsExactly(server.url());
					assertThat(ex.getWaited()).isEqualTo(Duration.ofSeconds(2));
					assertThat(ex).hasNoCause();
				});
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(2),
					Duration.ofSeconds(4));
		}
		assertThat(output).containsOnlyOnce("NATS server reports: Authorization Violation")
			.containsOnlyOnce("trying for up to 2000 ms")
			.doesNotContain("wr0ng");
	}

	@Test
	void wrongNkeyFailsTheStart() throws Exception {
		NKey user = NKey.createUser(null);
		String otherSeed = String.valueOf(NKey.createUser(null).getSeed());
		try (NatsServer server = server(
				"authorization { users: [ { nkey: %s } ] }".formatted(String.valueOf(user.getPublicKey())))) {
			assertThatExceptionOfType(ConnectionFailedException.class)
				.isThrownBy(TestDetails.of(server).withNkey(otherSeed)::connected)
				.withMessageContaining("Authorization Violation")
				.withMessageNotContaining(otherSeed);
		}
	}

	@Test
	void textThatIsNoNkeyIsRefusedAtOnceWithoutShowingIt() {
		assertThatIllegalArgumentException()
			.isThrownBy(TestDetails.of("nats://127.0.0.1:1").withNkey("SUs3cret")::connected)
			.withMessageContaining("NKey")
			.withMessageNotContaining("s3cret")
			.havingCause()
			.withMessageNotContaining("s3cret");
	}

	@Test
	void missingCredentialsFileIsRefusedAtOnceByName() {
		assertThatIllegalStateException()
			.isThrownBy(TestDetails.of("nats://127.0.0.1:1")
				.withCredentials(new FileSystemResource("/nowhere/user.creds"))::connected)
			.withMessageContaining("/nowhere/user.creds");
	}

	@Test
	void serverThatIsNotThereIsNamedWithTheReason() {
		assertThatExceptionOfType(ConnectionFailedException.class)
			.isThrownBy(TestDetails.of("nats://127.0.0.1:1", "nats://127.0.0.1:2")::connected)
			.withMessage("No connection to NATS at nats://127.0.0.1:1, nats://127.0.0.1:2: "
					+ "gave up after 2000 ms: ConnectException: Connection refused");
	}

	@Test
	void inboxPrefixIsTheOnlyOneNeeded() throws Exception {
		String permissions = "permissions: { publish: [\"greet\"], subscribe: [\"_INBOX_proof.>\", \"greet\"] }";
		try (NatsServer server = server(
				"authorization { users: [ { user: ada, password: pw, " + permissions + " } ] }");
				ConnectionSupervisor supervisor = TestDetails.of(server).withUser("ada", "pw").connected()) {
			assertThat(supervisor.current().createInbox()).startsWith("_INBOX_proof.");
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> supervisor.current().request("greet", new byte[0]).get())
				.withMessageContaining("503");
			assertThat(supervisor.state().lastError()).isNull();
		}
	}

}
