package io.natsevents.connection;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.nats.client.impl.SocketDataPort;
import io.natsevents.support.RawClient;
import io.natsevents.test.NatsServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for headers the client cannot read, on every way to a server.
 */
class HeaderMendingDataPortTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@Test
	void mendsBeforeAndAfterAReconnect() throws Exception {
		try (NatsServer server = NatsServer.builder().jetStream(false).start();
				RawClient client = RawClient.of(server);
				ConnectionSupervisor supervisor = TestDetails.of(server).connected()) {
			mends(supervisor, client);
			supervisor.current().forceReconnect();
			mends(supervisor, client);
			assertThat(supervisor.current().getStatistics().getReconnects()).isEqualTo(1);
		}
	}

	@Test
	void mendsWithinTls(@TempDir Path directory) throws Exception {
		Certificates localhost = Certificates.selfSigned(directory, "localhost", "localhost");
		try (NatsServer server = tls(localhost, "", "allow_non_tls: true");
				RawClient client = RawClient.of(server);
				ConnectionSupervisor supervisor = supervisor("nats://localhost:" + server.port(), trusting(localhost),
						(options) -> {
						})) {
			mends(supervisor, client);
		}
	}

	@Test
	void mendsWhereTlsComesFirst(@TempDir Path directory) throws Exception {
		Certificates localhost = Certificates.selfSigned(directory, "localhost", "localhost");
		SslBundle bundle = trusting(localhost);
		try (NatsServer server = tls(localhost, "handshake_first: true", "");
				RawClient client = new RawClient(
						bundle.createSslContext().getSocketFactory().createSocket("localhost", server.port()));
				ConnectionSupervisor supervisor = supervisor("nats://localhost:" + server.port(), bundle,
						Options.Builder::tlsFirst)) {
			mends(supervisor, client);
		}
	}

	@Test
	void mendsOverWebSocketAndWithoutWriteTimeout() throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		try (NatsServer server = NatsServer.builder()
			.jetStream(false)
			.extraConfiguration("websocket { port: %d, no_tls: true }".formatted(port))
			.start();
				RawClient client = RawClient.of(server);
				ConnectionSupervisor supervisor = supervisor("ws://localhost:" + port, null,
						(options) -> options.socketWriteTimeout(null))) {
			mends(supervisor, client);
		}
	}

	@Test
	void portOfACustomizerIsUsedInstead() {
		Options options = factory(TestDetails.of("nats://localhost:4222"),
				(builder) -> builder.dataPortType(SocketDataPort.class.getName()))
			.create(new ConnectionListener() {

				@Override
				@SuppressWarnings("deprecation") // the only abstract method
				public void connectionEvent(Connection connection, Events event) {
				}

			}, new ErrorListener() {
			});
		assertThat(options.buildDataPort()).isNotInstanceOf(HeaderMendingDataPort.class);
	}

	private static void mends(ConnectionSupervisor supervisor, RawClient client) throws Exception {
		Connection connection = supervisor.current();
		Subscription subscription = connection.subscribe("proof");
		connection.flush(LIMIT);
		client.publish("proof", "NATS/1.0\r\nname: é\r\n\r\n", "body é");
		client.publish("proof", "NATS/1.0\r\nname: e\r\n\r\n", "next");
		Message mended = Objects.requireNonNull(subscription.nextMessage(LIMIT));
		assertThat(mended.getHeaders().get("name")).containsExactly("%C3%A9");
		assertThat(mended.getData()).isEqualTo("body é".getBytes(StandardCharsets.UTF_8));
		Message next = Objects.requireNonNull(subscription.nextMessage(LIMIT));
		assertThat(next.getHeaders().get("name")).containsExactly("e");
		subscription.unsubscribe();
		assertThat(supervisor.isConnected()).isTrue();
	}

	private static NatsServer tls(Certificates certificates, String tls, String more) {
		return NatsServer.builder()
			.jetStream(false)
			.extraConfiguration("tls { cert_file: \"%s\", key_file: \"%s\"\n %s }\n%s"
				.formatted(certificates.certificate(), certificates.key(), tls, more))
			.start();
	}

	private static SslBundle trusting(Certificates trusted) {
		return SslBundle.of(new PemSslStoreBundle(null,
				PemSslStoreDetails.forCertificate(trusted.certificate().toUri().toString())));
	}

	private static ConnectionSupervisor supervisor(String server, @Nullable SslBundle bundle,
			NatsOptionsCustomizer customizer) {
		TestDetails details = TestDetails.of(server);
		TestDetails secured = (bundle != null) ? details.withSslBundle(bundle) : details;
		ConnectionSupervisor supervisor = new ConnectionSupervisor(secured, TestDetails.SETTINGS,
				factory(secured, customizer));
		supervisor.start();
		return supervisor;
	}

	private static ConnectionOptionsFactory factory(NatsConnectionDetails details, NatsOptionsCustomizer customizer) {
		return new ConnectionOptionsFactory(details, TestDetails.SETTINGS, List.of(customizer));
	}

}
