package io.natsevents.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.natsevents.test.NatsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers of different make, each refusing in its own way.
 */
@Tag("compat")
class StreamServerRefusalTests {

	private static final StreamDefinition AUTH = ServiceStreams.definition("auth")
		.withDefaults(StreamSettings.DEFAULTS);

	private static final String ACCOUNTS = """
			accounts {
			  NOTHING {
			    users = [ { user: "nothing", password: "secret" } ]
			  }
			  SMALL {
			    jetstream {
			      max_file: 20MB
			      max_mem: 1MB
			      disk_max_stream_bytes: 10MB
			    }
			    users = [ { user: "small", password: "secret" } ]
			  }
			}
			""";

	@Test
	void aServerWithoutJetStreamIsNamedAtOnce() throws Exception {
		try (NatsServer server = NatsServer.builder().jetStream(false).start();
				Connection connection = Nats.connect(server.url())) {
			assertThatExceptionOfType(JetStreamDisabledException.class).isThrownBy(() -> provision(connection, AUTH))
				.withMessageContaining("-js")
				.satisfies((ex) -> assertThat(ex.isAccountOnly()).isFalse())
				.satisfies((ex) -> assertThat(ex.getServer()).isEqualTo(connection.getServerInfo().getServerName()));
		}
	}

	@Test
	void anAccountWithoutJetStreamIsNamedAtOnce() throws Exception {
		try (NatsServer server = NatsServer.builder().extraConfiguration(ACCOUNTS).start();
				Connection connection = connect(server, "nothing")) {
			assertThatExceptionOfType(JetStreamDisabledException.class).isThrownBy(() -> provision(connection, AUTH))
				.withMessageContaining("not enabled for the account")
				.satisfies((ex) -> assertThat(ex.isAccountOnly()).isTrue());
		}
	}

	@Test
	void anAccountThatIsTooSmallIsShownWithItsNumbers() throws Exception {
		try (NatsServer server = NatsServer.builder().extraConfiguration(ACCOUNTS).start();
				Connection connection = connect(server, "small")) {
			provision(connection, ServiceStreams.definition("first").maxBytes(5 << 20).storage(StorageType.File));
			assertThatExceptionOfType(InsufficientStreamStorageException.class)
				.isThrownBy(() -> provision(connection, AUTH))
				.withMessageContaining("it reserves max-bytes 1GB on each of 1 server(s)")
				.withMessageContaining("has reserved 5MB of 20MB")
				.withMessageContaining("(10047)")
				.withMessageContaining("raise the account's limit")
				.satisfies((ex) -> assertThat(ex.getMaxBytes()).isEqualTo(1L << 30))
				.satisfies((ex) -> assertThat(ex.getReservedBytes()).isEqualTo(5 << 20))
				.satisfies((ex) -> assertThat(ex.getLimitBytes()).isEqualTo(20 << 20));
			assertThatExceptionOfType(InsufficientStreamStorageException.class)
				.isThrownBy(() -> provision(connection, AUTH.maxBytes(11 << 20)))
				.withMessageContaining("(10122)");
			assertThatExceptionOfType(InsufficientStreamStorageException.class)
				.isThrownBy(() -> provision(connection, AUTH.storage(StorageType.Memory).maxBytes(2 << 20)))
				.withMessageContaining("of 1MB")
				.withMessageContaining("(10028)");
		}
	}

	@Test
	void aServerThatIsTooSmallIsShownWithItsNumbers() throws Exception {
		try (NatsServer server = NatsServer.builder().maxFileStore(DataSize.ofMegabytes(500)).start();
				Connection connection = Nats.connect(server.url())) {
			assertThatExceptionOfType(InsufficientStreamStorageException.class)
				.isThrownBy(() -> provision(connection, AUTH))
				.withMessageContaining("has reserved 0B of what the servers have (jetstream.max_file)")
				.withMessageContaining("raise jetstream.max_file of the servers")
				.satisfies((ex) -> assertThat(ex.getLimitBytes()).isEqualTo(-1));
		}
	}

	@Test
	void aServerThatDoesNotAnswerIsAskedAgainUntilTimeIsUp() throws Exception {
		try (NatsServer server = NatsServer.builder().start();
				Connection connection = Nats.connect(
						Options.builder().server(server.url()).connectionTimeout(Duration.ofMillis(300)).build())) {
			List<Duration> slept = new ArrayList<>();
			Instant[] now = { Instant.EPOCH };
			StreamProvisioner provisioner = new StreamProvisioner(connection,
					new ProvisioningSettings(ProvisioningMode.UPDATE, "auth", Duration.ofSeconds(1), false,
							SingleServer.REDUCE_REPLICAS),
					() -> now[0], (duration) -> {
						slept.add(duration);
						now[0] = now[0].plus(duration);
					});
			server.pause();
			assertThatExceptionOfType(StreamProvisioningTimeoutException.class)
				.isThrownBy(() -> provisioner.provision(List.of(AUTH)))
				.withMessageContaining("within 1s and 4 attempt(s)")
				.satisfies((ex) -> assertThat(ex.getTimeout()).isEqualTo(Duration.ofSeconds(1)));
			assertThat(slept).extracting(Duration::toMillis).containsExactly(250L, 500L, 250L);
			server.resume();
		}
	}

	@Test
	void aServerThatComesBackIsUsed() throws Exception {
		try (NatsServer server = NatsServer.builder().start();
				Connection connection = Nats.connect(Options.builder()
					.server(server.url())
					.connectionTimeout(Duration.ofMillis(300))
					.reconnectWait(Duration.ofMillis(50))
					.maxReconnects(-1)
					.build())) {
			server.kill();
			StreamProvisioner provisioner = new StreamProvisioner(connection, ProvisioningSettings.ownedBy("auth"),
					Instant::now, (duration) -> {
						if (!server.isRunning()) {
							server.start();
						}
						RetryWindow.sleep(duration);
					});
			assertThat(provisioner.provision(List.of(AUTH)).named("AUTH_EVENTS")).isPresent();
			assertThat(connection.jetStreamManagement().getStreamNames()).containsExactly("AUTH_EVENTS");
		}
	}

	private static Connection connect(NatsServer server, String user) throws Exception {
		return Nats.connect(Options.builder().server(server.url()).userInfo(user, "secret").build());
	}

	private static void provision(Connection connection, StreamDefinition definition) {
		new StreamProvisioner(connection, ProvisioningSettings.ownedBy("auth")).provision(List.of(definition));
	}

}
