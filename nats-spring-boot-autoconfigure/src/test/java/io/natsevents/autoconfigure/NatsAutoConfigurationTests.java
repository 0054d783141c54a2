package io.natsevents.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.NatsConnectionDetails;
import io.natsevents.connection.NatsOptionsCustomizer;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NatsAutoConfiguration}.
 */
@NatsServerTest
class NatsAutoConfigurationTests {

	@Test
	void definesPropertiesBasedConnectionDetailsByDefault() {
		TestApplication.notStarted().run((context) -> {
			assertThat(context).hasSingleBean(PropertiesNatsConnectionDetails.class);
			NatsConnectionDetails details = context.getBean(NatsConnectionDetails.class);
			assertThat(details.getServers()).containsExactly("nats://localhost:4222");
			assertThat(details.getUsername()).isNull();
			assertThat(details.getSslBundle()).isNull();
		});
	}

	@Test
	void beforeTheStartTheConnectionSaysThatThereIsNone() {
		TestApplication.notStarted()
			.run((context) -> assertThatExceptionOfType(ConnectionUnavailableException.class)
				.isThrownBy(() -> context.getBean(Connection.class).getStatus())
				.withMessageContaining("nats://localhost:4222"));
	}

	@Test
	void theDefaultsReachTheClient(NatsServer server) {
		List<Options> options = new ArrayList<>();
		capturing(server, options).run((context) -> {
			Options used = options.get(0);
			assertThat(used.getConnectionName()).isEqualTo("app");
			assertThat(used.getInboxPrefix()).isEqualTo("_INBOX_app.");
			assertThat(used.getConnectionTimeout()).isEqualTo(Duration.ofSeconds(5));
			assertThat(used.getReconnectWait()).isEqualTo(Duration.ofMillis(250));
			assertThat(used.getReconnectJitter()).isEqualTo(Duration.ofMillis(250));
			assertThat(used.getPingInterval()).isEqualTo(Duration.ofSeconds(20));
			assertThat(used.getMaxReconnect()).isEqualTo(-1);
		});
	}

	@Test
	void everyPropertyReachesTheClient(NatsServer server) {
		List<Options> options = new ArrayList<>();
		capturing(server, options)
			.withPropertyValues("nats.connection-name=orders", "nats.inbox-prefix=_IN.", "nats.connect-timeout=4s",
					"nats.reconnect-wait=3s", "nats.ping-interval=2s", "nats.username=ada", "nats.password=secret")
			.run((context) -> {
				Options used = options.get(0);
				assertThat(used.getConnectionName()).isEqualTo("orders");
				assertThat(used.getInboxPrefix()).isEqualTo("_IN.");
				assertThat(used.getConnectionTimeout()).isEqualTo(Duration.ofSeconds(4));
				assertThat(used.getReconnectWait()).isEqualTo(Duration.ofSeconds(3));
				assertThat(used.getPingInterval()).isEqualTo(Duration.ofSeconds(2));
				assertThat(used.getUsernameChars()).containsExactly("ada".toCharArray());
				assertThat(used.getPasswordChars()).containsExactly("secret".toCharArray());
			});
	}

	@Test
	void withoutAPauseTheClientCouldNotReconnect(NatsServer server) {
		TestApplication.on(server)
			.withPropertyValues("nats.reconnect-wait=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("nats.reconnect-wait")
				.hasMessageContaining("must be more than 0"));
	}

	@Test
	void withoutAnApplicationNameTheConnectionHasOneAllTheSame(NatsServer server) {
		List<Options> options = new ArrayList<>();
		capturing(server, options).withPropertyValues("spring.application.name=")
			.run((context) -> assertThat(options.get(0).getConnectionName()).isEqualTo("application"));
	}

	@Test
	void aTokenReachesTheClient(NatsServer server) {
		List<Options> options = new ArrayList<>();
		capturing(server, options).withPropertyValues("nats.token=secret")
			.run((context) -> assertThat(options.get(0).getTokenChars()).containsExactly("secret".toCharArray()));
	}

	@Test
	void connectionDetailsWinOverProperties(NatsServer server) {
		NatsConnectionDetails details = () -> List.of(server.url());
		TestApplication.on(server)
			.withPropertyValues("nats.servers=nats://127.0.0.1:1", "nats.startup-timeout=0s")
			.withBean(NatsConnectionDetails.class, () -> details)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(PropertiesNatsConnectionDetails.class);
				assertThat(context.getBean(ConnectionSupervisor.class).state().server()).isEqualTo(server.url());
			});
	}

	@Test
	void customizersAreCalledInOrderAndAfterProperties(NatsServer server) {
		TestApplication.on(server)
			.withPropertyValues("nats.connection-name=from-properties")
			.withUserConfiguration(Customizers.class)
			.run((context) -> assertThat(context.getBean(Connection.class).getOptions().getConnectionName())
				.isEqualTo("second"));
	}

	@Test
	void observersAreToldOfTheFirstConnect(NatsServer server) {
		List<String> told = new CopyOnWriteArrayList<>();
		ConnectionObserver observer = new ConnectionObserver() {

			@Override
			public void connectionReady() {
				told.add("ready");
			}

		};
		TestApplication.on(server)
			.withBean(ConnectionObserver.class, () -> observer)
			.run((context) -> assertThat(told).containsExactly("ready"));
	}

	@Test
	void aConnectionOfTheUserReplacesOurs(NatsServer server) throws Exception {
		try (Connection own = Nats.connect(server.url())) {
			TestApplication.on(server)
				.withBean("own", Connection.class, () -> own)
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(Connection.class)
					.doesNotHaveBean("natsConnection"));
		}
	}

	@Test
	void withoutTheClientThereIsNothing(NatsServer server) {
		TestApplication.read(server)
			.withClassLoader(new FilteredClassLoader("io.nats.client"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("natsConnection")
				.doesNotHaveBean("streamStartup")
				.doesNotHaveBean("listenerRegistry"));
	}

	private static ApplicationContextRunner capturing(NatsServer server, List<Options> options) {
		NatsOptionsCustomizer customizer = (builder) -> options.add(builder.build());
		return TestApplication.on(server).withBean(NatsOptionsCustomizer.class, () -> customizer);
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
			return (options) -> options.connectionName("first");
		}

	}

}
