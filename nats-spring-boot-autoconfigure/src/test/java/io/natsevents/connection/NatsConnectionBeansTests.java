package io.natsevents.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.natsevents.autoconfigure.NatsAutoConfiguration;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the connection as Spring beans.
 */
@NatsServerTest
class NatsConnectionBeansTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, NatsAutoConfiguration.class));

	@Test
	void customizersAreAppliedInOrderAndLast(NatsServer server) {
		this.application.withPropertyValues("nats.servers=" + server.url(), "nats.connection-name=configured")
			.withUserConfiguration(Customizers.class)
			.run((context) -> {
				ConnectionSupervisor supervisor = context.getBean(ConnectionSupervisor.class);
				assertThat(supervisor.current().getOptions().getConnectionName()).isEqualTo("second");
				assertThat(supervisor.current().getOptions().getMaxPingsOut()).isEqualTo(7);
			});
	}

	@Test
	void observerMayUseTheConnectionItObserves(NatsServer server) {
		this.application.withPropertyValues("nats.servers=" + server.url())
			.withUserConfiguration(Observing.class)
			.run((context) -> assertThat(context.getBean(StatusRecorder.class).statuses)
				.containsExactly(Connection.Status.CONNECTED));
	}

	@Test
	void nameAndInboxPrefixComeFromTheApplication(NatsServer server) {
		this.application.withPropertyValues("nats.servers=" + server.url(), "spring.application.name=auth service")
			.run((context) -> {
				Connection connection = context.getBean(Connection.class);
				assertThat(connection.getOptions().getConnectionName()).isEqualTo("auth service");
				assertThat(connection.createInbox()).startsWith("_INBOX_auth-service.");
			});
	}

	@Test
	void connectionIsClosedAfterEveryBeanThatUsesIt(NatsServer server) {
		this.application.withPropertyValues("nats.servers=" + server.url())
			.withUserConfiguration(LastWords.class)
			.run((context) -> {
				Client client = context.getBean(Client.class);
				Connection connection = context.getBean(ConnectionSupervisor.class).current();
				context.getSourceApplicationContext().close();
				assertThat(client.statusAtDestroy).isEqualTo(Connection.Status.CONNECTED);
				assertThat(connection.getStatus()).isEqualTo(Connection.Status.CLOSED);
			});
	}

	@Test
	void sslBundleIsFoundByItsName(@TempDir Path directory) throws Exception {
		Certificates certificates = Certificates.selfSigned(directory, "server", "localhost");
		try (NatsServer secured = NatsServer.builder()
			.jetStream(false)
			.extraConfiguration("tls { cert_file: \"%s\", key_file: \"%s\" }".formatted(certificates.certificate(),
					certificates.key()))
			.start()) {
			this.application
				.withPropertyValues("nats.servers=nats://localhost:" + secured.port(), "nats.ssl.bundle=nats",
						"spring.ssl.bundle.pem.nats.truststore.certificate=" + certificates.certificate().toUri())
				.run((context) -> assertThat(context.getBean(ConnectionSupervisor.class).isConnected()).isTrue());
		}
	}

	@Test
	void reloadedSslBundleIsUsedByTheNextConnect(@TempDir Path directory) throws Exception {
		Certificates first = Certificates.selfSigned(directory, "first", "localhost");
		Certificates second = Certificates.selfSigned(directory, "second", "localhost");
		Path certificate = Files.copy(first.certificate(), directory.resolve("current.crt"));
		Path key = Files.copy(first.key(), directory.resolve("current.key"));
		try (NatsServer secured = NatsServer.builder()
			.jetStream(false)
			.extraConfiguration("tls { cert_file: \"%s\", key_file: \"%s\" }".formatted(certificate, key))
			.start()) {
			this.application
				.withPropertyValues("nats.servers=nats://localhost:" + secured.port(), "nats.ssl.bundle=nats",
						"nats.reconnect-wait=50ms",
						"spring.ssl.bundle.pem.nats.truststore.certificate=" + first.certificate().toUri())
				.run((context) -> {
					ConnectionSupervisor supervisor = context.getBean(ConnectionSupervisor.class);
					Connection connection = supervisor.current();
					secured.stop();
					Files.copy(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
					Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
					secured.start();
					Awaitility.await()
						.until(() -> String.valueOf(supervisor.state().lastError()).contains("certification path"));
					assertThat(supervisor.isConnected()).isFalse();
					context.getBean(SslBundleRegistry.class)
						.updateBundle("nats", SslBundle.of(new PemSslStoreBundle(null,
								PemSslStoreDetails.forCertificate(second.certificate().toUri().toString()))));
					Awaitility.await().until(supervisor::isConnected);
					assertThat(supervisor.current()).isSameAs(connection);
				});
		}
	}

	@Test
	void tokenIsAskedForAtEveryConnect(@TempDir Path directory) throws Exception {
		Path authorization = Files.writeString(directory.resolve("token.conf"), "authorization { token: one }");
		AtomicReference<String> token = new AtomicReference<>("one");
		try (NatsServer guarded = NatsServer.builder()
			.jetStream(false)
			.extraConfiguration("include \"../" + directory.getFileName() + "/token.conf\"")
			.start()) {
			this.application.withBean(NatsConnectionDetails.class, () -> new NatsConnectionDetails() {

				@Override
				public List<String> getServers() {
					return List.of(guarded.url());
				}

				@Override
				public String getToken() {
					return token.get();
				}

			}).run((context) -> {
				ConnectionSupervisor supervisor = context.getBean(ConnectionSupervisor.class);
				Connection connection = supervisor.current();
				guarded.stop();
				Files.writeString(authorization, "authorization { token: two }");
				token.set("two");
				guarded.start();
				Awaitility.await().until(supervisor::isConnected);
				assertThat(supervisor.current()).isSameAs(connection);
			});
		}
	}

	@Test
	void startFailsWhenThereIsNoServer() {
		this.application.withPropertyValues("nats.servers=nats://127.0.0.1:1", "nats.startup-timeout=100ms")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(ConnectionFailedException.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(2)
		NatsOptionsCustomizer second() {
			return (options) -> options.connectionName("second");
		}

		@Bean
		@Order(1)
		NatsOptionsCustomizer first() {
			return (options) -> options.connectionName("first").maxPingsOut(7);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Observing {

		@Bean
		StatusRecorder statusRecorder(Connection connection) {
			return new StatusRecorder(connection);
		}

	}

	static class StatusRecorder implements ConnectionObserver {

		final List<Connection.Status> statuses = new CopyOnWriteArrayList<>();

		private final Connection connection;

		StatusRecorder(Connection connection) {
			this.connection = connection;
		}

		@Override
		public void connectionReady() {
			this.statuses.add(this.connection.getStatus());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LastWords {

		@Bean(destroyMethod = "end")
		Client client(Connection connection) {
			return new Client(connection);
		}

	}

	static class Client {

		private final Connection connection;

		Connection.Status statusAtDestroy = Connection.Status.DISCONNECTED;

		Client(Connection connection) {
			this.connection = connection;
		}

		void end() {
			this.statusAtDestroy = this.connection.getStatus();
		}

	}

}
