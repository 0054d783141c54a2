package io.natsevents.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import io.natsevents.test.NatsServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for TLS.
 */
class TlsTests {

	private static Certificates localhost;

	private static Certificates elsewhere;

	private static Certificates client;

	@BeforeAll
	static void makeCertificates(@TempDir Path directory) throws Exception {
		localhost = Certificates.selfSigned(directory, "localhost", "localhost");
		elsewhere = Certificates.selfSigned(directory, "elsewhere", "wrong.example");
		client = Certificates.selfSigned(directory, "client", "client.example");
	}

	private static NatsServer server(Certificates certificates, String more) {
		return NatsServer.builder()
			.jetStream(false)
			.extraConfiguration("tls { cert_file: \"%s\", key_file: \"%s\"\n %s }".formatted(certificates.certificate(),
					certificates.key(), more))
			.build();
	}

	private static SslBundle trusting(Certificates trusted, @Nullable Certificates own, SslOptions options) {
		PemSslStoreDetails keys = (own != null)
				? PemSslStoreDetails.forCertificate(own.certificate().toUri().toString())
					.withPrivateKey(own.key().toUri().toString())
				: null;
		return SslBundle.of(
				new PemSslStoreBundle(keys,
						PemSslStoreDetails.forCertificate(trusted.certificate().toUri().toString())),
				SslBundleKey.NONE, options);
	}

	private static SslBundle trusting(Certificates trusted) {
		return trusting(trusted, null, SslOptions.NONE);
	}

	private static TestDetails to(NatsServer server) {
		return TestDetails.of("nats://localhost:" + server.port());
	}

	@Test
	void certificateForTheHostIsAccepted() {
		try (NatsServer server = started(server(localhost, ""));
				ConnectionSupervisor supervisor = to(server).withSslBundle(trusting(localhost)).connected()) {
			assertThat(supervisor.isConnected()).isTrue();
		}
	}

	@Test
	void certificateForAnotherHostIsRefusedAndTheReasonTold() {
		try (NatsServer server = started(server(elsewhere, ""))) {
			assertThatExceptionOfType(ConnectionFailedException.class)
				.isThrownBy(to(server).withSslBundle(trusting(elsewhere))::connected)
				.withMessageContaining("No subject alternative DNS name matching localhost found");
		}
	}

	@Test
	void certificateForAnotherHostIsRefusedAlsoWhenConnectingAgain() throws Exception {
		try (NatsServer good = server(localhost, ""); NatsServer bad = server(elsewhere, "")) {
			good.start();
			bad.start();
			try (ConnectionSupervisor supervisor = TestDetails
				.of("nats://localhost:" + good.port(), "nats://localhost:" + bad.port())
				.withSslBundle(trusting(localhost))
				.connected()) {
				supervisor.current().forceReconnect();
				assertThat(supervisor.state().server()).isEqualTo("nats://localhost:" + good.port());
			}
		}
	}

	@Test
	void certificateForAnotherHostIsAcceptedWhenNamesAreNotVerified() {
		ConnectionSettings settings = withoutVerification();
		try (NatsServer server = started(server(elsewhere, ""));
				ConnectionSupervisor supervisor = to(server).withSslBundle(trusting(elsewhere)).supervisor(settings)) {
			supervisor.start();
			assertThat(supervisor.isConnected()).isTrue();
		}
	}

	@Test
	void certificateThatIsNotTrustedIsRefused() {
		try (NatsServer server = started(server(localhost, ""))) {
			assertThatExceptionOfType(ConnectionFailedException.class)
				.isThrownBy(to(server).withSslBundle(trusting(elsewhere))::connected)
				.withMessageContaining("unable to find valid certification path");
		}
	}

	@Test
	void tlsAddressWithoutBundleTrustsWhatJavaTrusts() {
		try (NatsServer server = started(server(localhost, ""))) {
			assertThatExceptionOfType(ConnectionFailedException.class)
				.isThrownBy(TestDetails.of("tls://localhost:" + server.port())::connected)
				.withMessageContaining("unable to find valid certification path");
		}
	}

	@Test
	void clientShowsItsOwnCertificate() {
		String demand = "ca_file: \"%s\", verify: true".formatted(client.certificate());
		try (NatsServer server = started(server(localhost, demand));
				ConnectionSupervisor supervisor = to(server).withSslBundle(trusting(localhost, client, SslOptions.NONE))
					.connected()) {
			assertThat(supervisor.isConnected()).isTrue();
		}
	}

	@Test
	void optionsOfTheBundleCount() {
		try (NatsServer server = started(server(localhost, "min_version: \"1.3\""))) {
			SslBundle tooOld = trusting(localhost, null, SslOptions.of(null, Set.of("TLSv1.2")));
			assertThatExceptionOfType(ConnectionFailedException.class)
				.isThrownBy(to(server).withSslBundle(tooOld)::connected)
				.withMessageContaining("protocol_version");
		}
	}

	@Test
	void serverWithoutTlsIsNotTalkedTo() {
		try (NatsServer server = NatsServer.builder().jetStream(false).start()) {
			assertThatExceptionOfType(ConnectionFailedException.class)
				.isThrownBy(to(server).withSslBundle(trusting(localhost))::connected)
				.withMessageContaining("SSL connection wanted by client");
		}
	}

	private static NatsServer started(NatsServer server) {
		server.start();
		return server;
	}

	private static ConnectionSettings withoutVerification() {
		ConnectionSettings settings = TestDetails.SETTINGS;
		return new ConnectionSettings(settings.name(), settings.inboxPrefix(), settings.connectTimeout(),
				settings.startupFailurePolicy(), Duration.ofSeconds(2), settings.reconnectWait(),
				settings.pingInterval(), false);
	}

}
