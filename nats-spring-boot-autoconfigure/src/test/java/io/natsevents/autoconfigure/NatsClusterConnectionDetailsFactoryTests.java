package io.natsevents.autoconfigure;

import io.nats.client.Connection;
import io.natsevents.connection.NatsConnectionDetails;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link NatsClusterConnectionDetailsFactory}.
 */
@NatsServerTest(nodes = 3)
@SpringBootTest
class NatsClusterConnectionDetailsFactoryTests {

	@Test
	void applicationKnowsEveryNodeOfItsCluster(@Autowired NatsConnectionDetails details,
			@Autowired Connection connection, NatsCluster cluster) {
		assertThat(details.getServers()).isEqualTo(cluster.urls());
		NatsServer first = cluster.nodeOf(connection);
		first.stop();
		await()
			.until(() -> connection.getStatus() == Connection.Status.CONNECTED && cluster.nodeOf(connection) != first);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
