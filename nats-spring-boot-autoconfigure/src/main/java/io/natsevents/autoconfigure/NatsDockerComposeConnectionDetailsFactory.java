package io.natsevents.autoconfigure;

import java.util.List;

import io.natsevents.connection.NatsConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/**
 * Connects an application to a Docker Compose service of the image {@code nats}.
 * <p>
 * Docker Compose tells where the service is. Its command line, where credentials may
 * stand, is not told, so they are the application's own.
 */
class NatsDockerComposeConnectionDetailsFactory extends DockerComposeConnectionDetailsFactory<NatsConnectionDetails> {

	private static final int PORT = 4222;

	NatsDockerComposeConnectionDetailsFactory() {
		super("nats");
	}

	@Override
	protected NatsConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new NatsDockerComposeConnectionDetails(source.getRunningService(), source.getEnvironment());
	}

	private static final class NatsDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements NatsConnectionDetails {

		private final String server;

		private final Environment environment;

		private final @Nullable SslBundle sslBundle;

		private NatsDockerComposeConnectionDetails(RunningService service, Environment environment) {
			super(service);
			this.server = "nats://%s:%d".formatted(service.host(), service.ports().get(PORT));
			this.environment = environment;
			this.sslBundle = getSslBundle(service);
		}

		@Override
		public List<String> getServers() {
			return List.of(this.server);
		}

		@Override
		public @Nullable String getUsername() {
			return this.environment.getProperty("nats.username");
		}

		@Override
		public @Nullable String getPassword() {
			return this.environment.getProperty("nats.password");
		}

		@Override
		public @Nullable String getToken() {
			return this.environment.getProperty("nats.token");
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
