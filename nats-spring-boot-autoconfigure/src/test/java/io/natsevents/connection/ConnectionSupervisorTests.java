package io.natsevents.connection;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.nats.client.Connection;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectionSupervisor}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionSupervisorTests {

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final ConnectionObserver observer = new ConnectionObserver() {

		@Override
		public void connectionReady() {
			ConnectionSupervisorTests.this.told.add("ready");
		}

		@Override
		public void connectionLost() {
			ConnectionSupervisorTests.this.told.add("lost");
		}

		@Override
		public void serverReportedError(String error) {
			ConnectionSupervisorTests.this.told.add(error);
		}

	};

	private static void awaitTrue(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(15)).until(condition);
	}

	private static void assertAnswers(Connection connection) throws Exception {
		connection.flush(Duration.ofSeconds(5));
		assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
	}

	/**
	 * Threads of the client, which takes the connection's name and the JDK's default.
	 */
	private static Set<Thread> clientThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("proof:") || thread.getName().startsWith("pool-")
					|| thread.getName().startsWith("jetstream-"))
			.collect(Collectors.toSet());
	}

	@Test
	void connectionComesBackAfterEveryLoss(CapturedOutput output) throws Exception {
		try (NatsServer server = NatsServer.builder().start();
				ConnectionSupervisor supervisor = TestDetails.of(server).supervisor()) {
			Connection connection = DelegatingConnection.to(supervisor);
			supervisor.addObserver(this.observer);
			supervisor.start();
			for (int loss = 1; loss <= 3; loss++) {
				server.kill();
				awaitTrue(() -> !supervisor.isConnected());
				ConnectionState outage = supervisor.state();
				assertThat(outage.connected()).isFalse();
				assertThat(outage.server()).isNull();
				server.start();
				long expected = loss;
				awaitTrue(() -> supervisor.state().reconnects() == expected && supervisor.isConnected());
				assertAnswers(connection);
			}
			assertThat(this.told).containsExactly("ready", "lost", "ready", "lost", "ready", "lost", "ready");
			assertThat(supervisor.state().server()).isEqualTo(server.url());
			assertThat(supervisor.state().serverVersion()).isEqualTo(server.version());
		}
		assertThat(output.getAll().split("Connection to NATS lost", -1)).hasSize(4);
	}

	@Test
	void reconnectingGoesOnForManyAttempts() throws Exception {
		ConnectionSettings settings = new ConnectionSettings("proof", "_INBOX_proof.", Duration.ofSeconds(1),
				StartupFailurePolicy.RETRY, Duration.ofSeconds(2), Duration.ofMillis(5), Duration.ofSeconds(20), true);
		try (NatsServer server = NatsServer.builder().start();
				ConnectionSupervisor supervisor = TestDetails.of(server).supervisor(settings)) {
			supervisor.addObserver(this.observer);
			supervisor.start();
			server.kill();
			awaitTrue(() -> this.told.contains("lost"));
			// The client's default limit is 60 attempts, which take 600 ms at most here
			Awaitility.await()
				.during(Duration.ofSeconds(2))
				.atMost(Duration.ofSeconds(3))
				.until(() -> !supervisor.isConnected() && supervisor.isRunning());
			server.start();
			awaitTrue(() -> this.told.size() == 3);
			assertThat(this.told).containsExactly("ready", "lost", "ready");
		}
	}

	@Test
	void connectionIsUnavailableBeforeTheFirstConnect() {
		ConnectionSupervisor supervisor = TestDetails.of("nats://ada:s3cret@127.0.0.1:1").supervisor();
		Connection connection = DelegatingConnection.to(supervisor);
		assertThatExceptionOfType(ConnectionUnavailableException.class).isThrownBy(connection::getStatus)
			.withMessage("No connection to NATS at nats://127.0.0.1:1: not connected yet")
			.satisfies((ex) -> assertThat(ex.getServers()).containsExactly("nats://127.0.0.1:1"));
		assertThatExceptionOfType(ConnectionFailedException.class).isThrownBy(supervisor::start);
		assertThatExceptionOfType(ConnectionUnavailableException.class).isThrownBy(connection::getStatus)
			.withMessage("No connection to NATS at nats://127.0.0.1:1: ConnectException: Connection refused");
		assertThat(supervisor.isRunning()).isFalse();
	}

	@Test
	void startWaitsForAServerThatComesLater() {
		try (NatsServer server = NatsServer.builder().build();
				ConnectionSupervisor supervisor = TestDetails.of(server).supervisor()) {
			Thread later = new Thread(() -> {
				awaitTrue(() -> supervisor.state().lastError() != null);
				server.start();
			});
			later.start();
			supervisor.start();
			assertThat(supervisor.isConnected()).isTrue();
			assertThat(supervisor.state().reconnects()).isZero();
		}
	}

	@Test
	void connectionThatTheServerDoesNotTakeAnyMoreIsReplaced(@TempDir Path directory, CapturedOutput output)
			throws Exception {
		Path users = directory.resolve("users.conf");
		String accepting = "authorization { users: [ { user: ada, password: right } ] }";
		Files.writeString(users, accepting);
		try (NatsServer server = NatsServer.builder()
			.extraConfiguration("include \"../" + directory.getFileName() + "/users.conf\"")
			.start(); ConnectionSupervisor supervisor = TestDetails.of(server).withUser("ada", "right").supervisor()) {
			Connection connection = DelegatingConnection.to(supervisor);
			supervisor.addObserver(this.observer);
			supervisor.start();
			Connection first = supervisor.current();
			server.kill();
			Files.writeString(users, "authorization { users: [ { user: bob, password: right } ] }");
			server.start();
			awaitTrue(() -> first.getStatus() == Connection.Status.CLOSED
					&& "Authorization Violation".equals(supervisor.state().lastError()));
			assertThat(supervisor.state().connected()).isFalse();
			assertThat(supervisor.state().lastError()).isEqualTo("Authorization Violation");
			assertThatExceptionOfType(ConnectionUnavailableException.class).isThrownBy(connection::getStatus)
				.withMessageContaining(server.url())
				.withMessageContaining("Authorization Violation");
			server.kill();
			Files.writeString(users, accepting);
			server.start();
			awaitTrue(supervisor::isConnected);
			assertThat(supervisor.current()).isNotSameAs(first);
			assertAnswers(connection);
			awaitTrue(() -> supervisor.state().reconnects() == 1);
			assertThat(this.told.stream().filter((event) -> !event.equals("Authorization Violation")))
				.containsExactly("ready", "lost", "ready");
		}
		assertThat(output).containsOnlyOnce("Making a new connection to NATS after: Authorization Violation")
			.doesNotContain("right");
	}

	@Test
	void connectionThatIsClosedAgainWhileItIsNewIsReplacedToo() throws Exception {
		try (NatsServer server = NatsServer.builder().start();
				ConnectionSupervisor supervisor = TestDetails.of(server).supervisor()) {
			ConnectionObserver closingTwice = new ConnectionObserver() {

				private int closed;

				@Override
				public void connectionReady() {
					if (this.closed++ < 2) {
						try {
							supervisor.current().close();
						}
						catch (InterruptedException ex) {
							Thread.currentThread().interrupt();
						}
					}
				}

			};
			supervisor.addObserver(closingTwice);
			supervisor.start();
			awaitTrue(() -> supervisor.isConnected() && supervisor.state().reconnects() == 2);
			assertAnswers(supervisor.current());
		}
	}

	@Test
	void failingObserverDoesNotKeepOthersFromBeingTold(CapturedOutput output) {
		try (NatsServer server = NatsServer.builder().start();
				ConnectionSupervisor supervisor = TestDetails.of(server).supervisor()) {
			supervisor.addObserver(new ConnectionObserver() {

				@Override
				public void connectionReady() {
					throw new IllegalStateException("broken observer");
				}

			});
			supervisor.addObserver(this.observer);
			supervisor.start();
			assertThat(this.told).containsExactly("ready");
			assertThat(output).contains("broken observer");
			supervisor.removeObserver(this.observer);
			server.kill();
			awaitTrue(() -> !supervisor.isConnected());
			assertThat(this.told).containsExactly("ready");
		}
	}

	@Test
	void closingTheDelegateLeavesTheConnectionOpen() throws Exception {
		try (NatsServer server = NatsServer.builder().start();
				ConnectionSupervisor supervisor = TestDetails.of(server).connected()) {
			Connection connection = DelegatingConnection.to(supervisor);
			connection.close();
			assertAnswers(connection);
			assertThat(connection).isEqualTo(connection).isNotEqualTo(DelegatingConnection.to(supervisor));
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> connection.publish("", null));
		}
	}

	@Test
	void closeEndsAllThreads() {
		Set<Thread> before = clientThreads();
		try (NatsServer server = NatsServer.builder().start();
				ConnectionSupervisor supervisor = TestDetails.of(server).connected()) {
			assertThat(supervisor.isConnected()).isTrue();
			assertThat(clientThreads()).hasSizeGreaterThan(before.size());
			supervisor.close();
			supervisor.close();
			assertThat(supervisor.isConnected()).isFalse();
			awaitTrue(() -> before.containsAll(clientThreads()));
		}
	}

	@Test
	void closeIsBoundedWhenTheServerIsFrozen() {
		Set<Thread> before = clientThreads();
		try (NatsServer server = NatsServer.builder().start();
				ConnectionSupervisor supervisor = TestDetails.of(server).connected()) {
			server.pause();
			for (int i = 0; i < 40; i++) {
				supervisor.current().publish("clog", new byte[500_000]);
			}
			long begun = System.nanoTime();
			supervisor.close();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
			awaitTrue(() -> before.containsAll(clientThreads()));
			server.resume();
		}
	}

	@Test
	void closeIsBoundedWhileReconnecting() {
		Set<Thread> before = clientThreads();
		try (NatsServer server = NatsServer.builder().start();
				ConnectionSupervisor supervisor = TestDetails.of(server).connected()) {
			server.kill();
			awaitTrue(() -> !supervisor.isConnected());
			long begun = System.nanoTime();
			supervisor.close();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
			awaitTrue(() -> before.containsAll(clientThreads()));
		}
	}

	@Test
	void closeEndsAStartThatIsUnderWay() {
		ConnectionSupervisor supervisor = TestDetails.of("nats://127.0.0.1:1").supervisor();
		Thread closer = new Thread(() -> {
			awaitTrue(() -> supervisor.state().lastError() != null);
			supervisor.close();
		});
		closer.start();
		assertThatExceptionOfType(ConnectionUnavailableException.class).isThrownBy(supervisor::start)
			.withMessageContaining("closed while connecting");
	}

	@Test
	void failedAttemptsToConnectLeaveNoThreads() throws IOException {
		Set<Thread> before = clientThreads();
		try (ServerSocket silent = new ServerSocket(0);
				NatsServer refusing = NatsServer.builder()
					.jetStream(false)
					.extraConfiguration("authorization { user: ada, password: right }")
					.start()) {
			for (String url : List.of("nats://127.0.0.1:1", refusing.url(),
					"nats://127.0.0.1:" + silent.getLocalPort())) {
				ConnectionSettings settings = new ConnectionSettings("proof", "_INBOX_proof.", Duration.ofMillis(100),
						StartupFailurePolicy.RETRY, Duration.ofSeconds(3), Duration.ofMillis(10),
						Duration.ofSeconds(20), true);
				// 20 attempts and more
				assertThatExceptionOfType(ConnectionFailedException.class)
					.isThrownBy(TestDetails.of(url).supervisor(settings)::start);
			}
			awaitTrue(() -> before.containsAll(clientThreads()));
		}
	}

}
