package io.natsevents.autoconfigure;

import io.nats.client.Connection;
import io.natsevents.connection.NatsConnectionDetails;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connects to a real container; runs where Docker is, and says so where it is not.
 */
@Testcontainers(disabledWithoutDocker = true)
@SpringBootTest
class NatsContainerTests {

	@Container
	@ServiceConnection
	static final GenericContainer<?> nats = new GenericContainer<>("nats:2-alpine")
		.withCommand("-js", "--user", "ada", "--pass", "pw")
		.withExposedPorts(4222);

	@Autowired
	private Connection connection;

	@Autowired
	private NatsConnectionDetails details;

	@Test
	void theApplicationIsConnectedToTheContainer() throws Exception {
		assertThat(this.details.getServers())
			.containsExactly("nats://%s:%d".formatted(nats.getHost(), nats.getMappedPort(4222)));
		assertThat(this.connection.jetStreamManagement().getStreamNames()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(NatsAutoConfiguration.class)
	static class Application {

	}

}
