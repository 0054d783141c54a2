package io.natsevents.autoconfigure;

import java.util.List;

import io.natsevents.connection.NatsConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

/**
 * Connects an application to a Testcontainers container of the image {@code nats} that
 * has {@link ServiceConnection @ServiceConnection}.
 */
class NatsContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, NatsConnectionDetails> {

	private static final int PORT = 4222;

	NatsContainerConnectionDetailsFactory() {
		super("nats");
	}

	@Override
	protected NatsConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new NatsContainerConnectionDetails(source);
	}

	private static final class NatsContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements NatsConnectionDetails {

		private NatsContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public List<String> getServers() {
			return List.of("nats://%s:%d".formatted(getContainer().getHost(), getContainer().getMappedPort(PORT)));
		}

		@Override
		public @Nullable String getUsername() {
			return command().option("user");
		}

		@Override
		public @Nullable String getPassword() {
			return command().option("pass");
		}

		@Override
		public @Nullable String getToken() {
			return command().option("auth");
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

		private NatsServerCommand command() {
			return new NatsServerCommand(List.of(getContainer().getCommandParts()));
		}

	}

}
