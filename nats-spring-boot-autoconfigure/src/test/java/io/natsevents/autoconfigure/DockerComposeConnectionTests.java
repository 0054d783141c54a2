package io.natsevents.autoconfigure;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;

import io.natsevents.connection.NatsConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsDockerComposeConnectionDetailsFactory}.
 */
class DockerComposeConnectionTests {

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@CsvSource({ "nats", "nats:2.10-alpine", "docker.io/library/nats:latest" })
	void theServiceIsConnectedToAtItsHostPort(String image) {
		NatsConnectionDetails details = details(new Service(image, Map.of()));
		assertThat(details).isNotNull();
		assertThat(details.getServers()).containsExactly("nats://docker.example:14222");
		assertThat(details.getUsername()).isNull();
		assertThat(details.getPassword()).isNull();
		assertThat(details.getToken()).isNull();
		assertThat(details.getSslBundle()).isNull();
	}

	@Test
	void anImageOfAnotherNameIsTakenWhenItsLabelSaysSo() {
		assertThat(details(new Service("acme/bus:1", Map.of()))).isNull();
		assertThat(details(new Service("acme/bus:1", Map.of("org.springframework.boot.service-connection", "nats"))))
			.isNotNull();
	}

	@Test
	void credentialsAreThoseOfTheApplication() {
		this.environment.withProperty("nats.username", "ada")
			.withProperty("nats.password", "pw")
			.withProperty("nats.token", "t-1");
		NatsConnectionDetails details = details(new Service("nats", Map.of()));
		assertThat(details).isNotNull();
		assertThat(details.getUsername()).isEqualTo("ada");
		assertThat(details.getPassword()).isEqualTo("pw");
		assertThat(details.getToken()).isEqualTo("t-1");
	}

	private @Nullable NatsConnectionDetails details(RunningService service) {
		Map<Class<?>, ConnectionDetails> details = new ConnectionDetailsFactories(null)
			.getConnectionDetails(source(service), false);
		return (NatsConnectionDetails) details.get(NatsConnectionDetails.class);
	}

	private DockerComposeConnectionSource source(RunningService service) {
		Constructor<?> constructor = DockerComposeConnectionSource.class.getDeclaredConstructors()[0];
		constructor.setAccessible(true);
		return (DockerComposeConnectionSource) BeanUtils.instantiateClass(constructor, service, this.environment);
	}

	record Service(ImageReference image, Map<String, String> labels) implements RunningService {

		Service(String image, Map<String, String> labels) {
			this(ImageReference.of(image), labels);
		}

		@Override
		public String name() {
			return "bus";
		}

		@Override
		public String host() {
			return "docker.example";
		}

		@Override
		public Map<String, @Nullable String> env() {
			return Map.of();
		}

		@Override
		public ConnectionPorts ports() {
			return new ConnectionPorts() {

				@Override
				public int get(int containerPort) {
					return 10_000 + containerPort;
				}

				@Override
				public List<Integer> getAll() {
					return List.of(14222);
				}

				@Override
				public List<Integer> getAll(@Nullable String protocol) {
					return getAll();
				}

			};
		}

	}

}
