package io.natsevents.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.support.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NatsServer}.
 */
class NatsServerTests {

	@Test
	void acceptsConnectionsAsSoonAsItIsStarted() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); Connection connection = connect(server)) {
			assertThat(connection.getServerInfo().isJetStreamAvailable()).isTrue();
			assertThat(connection.getServerInfo().getVersion()).isEqualTo(server.version());
			assertThat(server.url()).isEqualTo("nats://127.0.0.1:" + server.port());
			assertThat(server.monitoringPort()).isNotEqualTo(server.port());
		}
	}

	@Test
	void restartKeepsPortAndStoredMessages() throws Exception {
		try (NatsServer server = NatsServer.builder().start()) {
			String url = server.url();
			store(server, "one");
			server.restart();
			assertThat(server.url()).isEqualTo(url);
			assertThat(storedMessages(server)).isEqualTo(1);
		}
	}

	@Test
	void killedServerStartsAgainWithItsMessages() throws Exception {
		try (NatsServer server = NatsServer.builder().start()) {
			store(server, "one");
			server.kill();
			assertThat(server.isRunning()).isFalse();
			server.start();
			assertThat(storedMessages(server)).isEqualTo(1);
		}
	}

	@Test
	void stoppedServerRefusesConnections() {
		try (NatsServer server = NatsServer.builder().start()) {
			server.stop();
			assertThat(server.isRunning()).isFalse();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(server));
		}
	}

	@Test
	void pausedServerDoesNotAnswerUntilResumed() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); Connection connection = connect(server)) {
			server.pause();
			assertThat(server.isRunning()).isTrue();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> connection.flush(Duration.ofMillis(200)));
			server.resume();
			connection.flush(Duration.ofSeconds(5));
		}
	}

	@Test
	void pausedServerCanBeStopped() {
		try (NatsServer server = NatsServer.builder().start()) {
			server.pause();
			server.stop();
			assertThat(server.isRunning()).isFalse();
		}
	}

	@Test
	void startLetsAPausedServerGoOn() throws Exception {
		try (NatsServer server = NatsServer.builder().start()) {
			server.pause();
			server.start();
			try (Connection connection = connect(server)) {
				assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
			}
		}
	}

	@Test
	void pauseNeedsARunningServer() {
		try (NatsServer server = NatsServer.builder().build()) {
			assertThatIllegalStateException().isThrownBy(server::pause).withMessage("nats-server is not running");
		}
	}

	@Test
	void portIsKnownBeforeTheFirstStart() throws Exception {
		try (NatsServer server = NatsServer.builder().build()) {
			String url = server.url();
			server.start();
			try (Connection connection = Nats.connect(url)) {
				assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
			}
		}
	}

	@Test
	void startFailsWithTheLogOfTheServerWhenTheConfigurationIsWrong() {
		assertThatIllegalStateException()
			.isThrownBy(() -> NatsServer.builder().extraConfiguration("max_connections: \"many\"").start())
			.withMessageContaining("ended with exit code 1")
			.withMessageContaining("nats-server.conf:9:1: interface conversion");
	}

	@Test
	void startFailsWhenThePortItIsKnownByIsTaken() throws Exception {
		try (NatsServer server = NatsServer.builder().build();
				ServerSocket socket = new ServerSocket(server.port(), 1, InetAddress.getByName("127.0.0.1"))) {
			assertThatIllegalStateException().isThrownBy(server::start)
				.withMessageContaining("address already in use")
				.withMessageContaining(String.valueOf(socket.getLocalPort()));
		}
	}

	@Test
	void extraConfigurationReachesTheServer() throws Exception {
		try (NatsServer server = NatsServer.builder()
			.extraConfiguration("authorization { token: \"s3cr3t\" }")
			.extraConfiguration("server_name: \"extra\"")
			.start()) {
			Options options = Options.builder().server(server.url()).token("s3cr3t".toCharArray()).build();
			try (Connection connection = Nats.connect(options)) {
				assertThat(connection.getServerInfo().getServerName()).isEqualTo("extra");
			}
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> connect(server));
		}
	}

	@Test
	void linesForItsJetStreamReachTheServer() {
		try (NatsServer server = NatsServer.builder()
			.jetStreamConfiguration("sync_interval: always")
			.jetStreamConfiguration("domain: \"hub\"")
			.start()) {
			JsonValue config = Monitoring.ask(server, "/jsz?config=true", Duration.ofSeconds(5)).map.get("config");
			assertThat(config.map.get("sync_always").bool).isTrue();
			assertThat(Monitoring.text(config, "domain")).isEqualTo("hub");
		}
	}

	@Test
	void sizesAndJetStreamCanBeSet() throws Exception {
		try (NatsServer server = NatsServer.builder().jetStream(false).maxPayload(DataSize.ofKilobytes(8)).start();
				Connection connection = connect(server)) {
			assertThat(connection.getServerInfo().isJetStreamAvailable()).isFalse();
			assertThat(connection.getMaxPayload()).isEqualTo(8192);
		}
		try (NatsServer server = NatsServer.builder()
			.maxFileStore(DataSize.ofMegabytes(5))
			.maxMemoryStore(DataSize.ofMegabytes(3))
			.start()) {
			assertThat(server.log()).content().contains("Max Storage:     5.00 MB", "Max Memory:      3.00 MB");
		}
	}

	@Test
	void closeDeletesTheStore() {
		NatsServer server = NatsServer.builder().start();
		Path directory = server.log().getParent();
		assertThat(directory).isDirectoryContaining("glob:**/store");
		server.close();
		assertThat(directory).doesNotExist();
		assertThat(server.isRunning()).isFalse();
	}

	@Test
	void closeKeepsAStoreDirectoryThatWasGiven(@TempDir Path directory) throws Exception {
		try (NatsServer server = NatsServer.builder().storeDirectory(directory).start()) {
			store(server, "one");
		}
		assertThat(Files.list(directory)).isNotEmpty();
		try (NatsServer server = NatsServer.builder().storeDirectory(directory).start()) {
			assertThat(storedMessages(server)).isEqualTo(1);
		}
	}

	private static Connection connect(NatsServer server) throws IOException, InterruptedException {
		return Nats.connect(Options.builder().server(server.url()).noReconnect().build());
	}

	private static void store(NatsServer server, String text) throws Exception {
		try (Connection connection = connect(server)) {
			connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder().name("EVENTS").subjects("events.>").build());
			connection.jetStream().publish("events.a", text.getBytes(StandardCharsets.UTF_8));
		}
	}

	private static long storedMessages(NatsServer server) throws Exception {
		try (Connection connection = connect(server)) {
			JetStreamManagement management = connection.jetStreamManagement();
			return management.getStreamInfo("EVENTS").getStreamState().getMsgCount();
		}
	}

}
