package io.natsevents.autoconfigure;

import io.natsevents.connection.NatsConnectionDetails;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsContainerConnectionDetailsFactory}, with containers that are never
 * started.
 */
class ContainerConnectionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> context.addBeanFactoryPostProcessor(LifecycleSetAside::apply))
		.withConfiguration(
				AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, NatsAutoConfiguration.class));

	@Test
	void theContainerIsConnectedToAtItsMappedPort() {
		this.runner.withUserConfiguration(Nats.class)
			.withPropertyValues("nats.servers=nats://elsewhere:1")
			.run((context) -> {
				NatsConnectionDetails details = context.getBean(NatsConnectionDetails.class);
				assertThat(details.getServers()).containsExactly("nats://docker.example:14222");
				assertThat(details.getUsername()).isNull();
				assertThat(details.getPassword()).isNull();
				assertThat(details.getToken()).isNull();
				assertThat(details.getSslBundle()).isNull();
			});
	}

	@Test
	void credentialsAreThoseOfTheCommandLine() {
		this.runner.withUserConfiguration(NatsWithUser.class).run((context) -> {
			NatsConnectionDetails details = context.getBean(NatsConnectionDetails.class);
			assertThat(details.getUsername()).isEqualTo("ada");
			assertThat(details.getPassword()).isEqualTo("pw");
			assertThat(details.getToken()).isEqualTo("t-1");
		});
	}

	@Test
	void containersOfOtherNamesAreNotOurs() {
		this.runner.withUserConfiguration(Other.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("No ConnectionDetails found"));
	}

	@Test
	void withoutTestcontainersTheContextStarts() {
		new ApplicationContextRunner()
			.withInitializer((context) -> context.addBeanFactoryPostProcessor(LifecycleSetAside::apply))
			.withConfiguration(AutoConfigurations.of(NatsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.testcontainers", "org.springframework.boot.testcontainers",
					"org.springframework.boot.docker.compose"))
			.run((context) -> assertThat(context).hasSingleBean(PropertiesNatsConnectionDetails.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Nats {

		@Bean
		@ServiceConnection("nats")
		StandInContainer container() {
			return new StandInContainer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NatsWithUser {

		@Bean
		@ServiceConnection("nats")
		StandInContainer container() {
			return new StandInContainer().withCommand("-js --user ada --pass=pw --auth t-1");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Other {

		@Bean
		@ServiceConnection("other")
		StandInContainer container() {
			return new StandInContainer();
		}

	}

	static final class StandInContainer extends GenericContainer<StandInContainer> {

		StandInContainer() {
			super(DockerImageName.parse("nats:2"));
		}

		@Override
		public String getHost() {
			return "docker.example";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 10_000 + port;
		}

		@Override
		public void start() {
			// There may be no Docker
		}

		@Override
		public void close() {
			// It was never started
		}

	}

}
