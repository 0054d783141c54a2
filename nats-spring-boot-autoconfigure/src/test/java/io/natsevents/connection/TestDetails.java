package io.natsevents.connection;

import java.time.Duration;
import java.util.List;

import io.natsevents.test.NatsServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.io.Resource;

/**
 * Connection details of a test, and supervisors that use them.
 */
public record TestDetails(List<String> servers, @Nullable String username, @Nullable String password,
		@Nullable String token, @Nullable Resource credentials, @Nullable String nkey,
		@Nullable SslBundle sslBundle) implements NatsConnectionDetails {

	static final ConnectionSettings SETTINGS = new ConnectionSettings("proof", "_INBOX_proof.", Duration.ofSeconds(1),
			StartupFailurePolicy.RETRY, Duration.ofSeconds(2), Duration.ofMillis(50), Duration.ofSeconds(20), true);

	public static TestDetails of(NatsServer server) {
		return of(server.url());
	}

	public static TestDetails of(String... servers) {
		return new TestDetails(List.of(servers), null, null, null, null, null, null);
	}

	TestDetails withUser(String username, String password) {
		return new TestDetails(this.servers, username, password, this.token, this.credentials, this.nkey,
				this.sslBundle);
	}

	TestDetails withToken(String token) {
		return new TestDetails(this.servers, this.username, this.password, token, this.credentials, this.nkey,
				this.sslBundle);
	}

	TestDetails withCredentials(Resource credentials) {
		return new TestDetails(this.servers, this.username, this.password, this.token, credentials, this.nkey,
				this.sslBundle);
	}

	TestDetails withNkey(String nkey) {
		return new TestDetails(this.servers, this.username, this.password, this.token, this.credentials, nkey,
				this.sslBundle);
	}

	TestDetails withSslBundle(SslBundle sslBundle) {
		return new TestDetails(this.servers, this.username, this.password, this.token, this.credentials, this.nkey,
				sslBundle);
	}

	public ConnectionSupervisor supervisor() {
		return supervisor(SETTINGS);
	}

	ConnectionSupervisor supervisor(ConnectionSettings settings) {
		return new ConnectionSupervisor(this, settings, new ConnectionOptionsFactory(this, settings, List.of()));
	}

	public ConnectionSupervisor connected() {
		ConnectionSupervisor supervisor = supervisor();
		supervisor.start();
		return supervisor;
	}

	@Override
	public List<String> getServers() {
		return this.servers;
	}

	@Override
	public @Nullable String getUsername() {
		return this.username;
	}

	@Override
	public @Nullable String getPassword() {
		return this.password;
	}

	@Override
	public @Nullable String getToken() {
		return this.token;
	}

	@Override
	public @Nullable Resource getCredentials() {
		return this.credentials;
	}

	@Override
	public @Nullable String getNkey() {
		return this.nkey;
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.sslBundle;
	}

}
