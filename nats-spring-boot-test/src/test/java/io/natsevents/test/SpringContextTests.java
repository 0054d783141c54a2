package io.natsevents.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.nats.client.Connection;
import io.nats.client.Nats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

/**
 * Tests for the Spring contexts of classes with {@link NatsServerTest}.
 */
class SpringContextTests {

	private static final Logger logger = LoggerFactory.getLogger(SpringContextTests.class);

	private static final List<String> closed = new CopyOnWriteArrayList<>();

	@BeforeEach
	void forget() {
		closed.clear();
	}

	@Test
	void contextConnectsWithoutProperties() {
		run(Connecting.class).testEvents().assertStatistics((events) -> events.succeeded(1).failed(0));
	}

	@Test
	void contextConnectsToAClusterWithoutProperties() {
		run(ConnectingToACluster.class).allEvents().assertStatistics((events) -> events.failed(0));
		assertThat(closed).containsExactly("CONNECTED");
	}

	@Test
	void contextIsClosedWhileItsServerIsStillThere() {
		run(Connecting.class, OtherOrder.class, OneInstance.class).allEvents()
			.assertStatistics((events) -> events.failed(0));
		assertThat(closed).containsExactly("CONNECTED", "CONNECTED", "CONNECTED");
	}

	@Test
	void contextsOfNestedClassesAreClosedWithTheServer() {
		run(Outer.class).allEvents().assertStatistics((events) -> events.failed(0));
		assertThat(closed).containsExactly("CONNECTED", "CONNECTED");
	}

	@Test
	void errorWhileTheContextClosesFailsTheClass() {
		EngineExecutionResults results = run(ErrorAtTheEnd.class);
		results.testEvents().assertStatistics((events) -> events.succeeded(1).failed(0));
		assertContainerFailure(results, "- errors: io.natsevents.test.SpringContextTests: could not close");
	}

	@Test
	void threadThatOutlivesTheContextFailsTheClass() {
		EngineExecutionResults results = run(ThreadAtTheEnd.class);
		results.testEvents().assertStatistics((events) -> events.succeeded(1).failed(0));
		assertContainerFailure(results, "- threads: jetstream-outliving is still running");
		ThreadAtTheEnd.end.countDown();
	}

	@Test
	void errorsAreSeenAfterAnApplicationHasConfiguredLogging() {
		run(StartingAnApplication.class).testEvents()
			.assertThatEvents()
			.haveExactly(1, event(finishedWithFailure(message((text) -> text.contains("after the start")))));
	}

	private static EngineExecutionResults run(Class<?>... testClasses) {
		EngineTestKit.Builder builder = EngineTestKit.engine("junit-jupiter");
		for (Class<?> testClass : testClasses) {
			builder.selectors(selectClass(testClass));
		}
		return builder.execute();
	}

	private static void assertContainerFailure(EngineExecutionResults results, String expected) {
		results.containerEvents()
			.assertThatEvents()
			.haveExactly(1, event(finishedWithFailure(message((text) -> text.contains(expected)))));
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean(destroyMethod = "")
		Connection connection(StubConnectionDetails details) throws Exception {
			return Nats.connect(details.url());
		}

		@Bean
		AutoCloseable closing(Connection connection) {
			return () -> {
				closed.add(connection.getStatus().name());
				connection.close();
			};
		}

	}

	@NatsServerTest
	@SpringBootTest(classes = Application.class)
	static class Connecting {

		@Test
		void isConnectedToTheServer(@Autowired Connection connection, @Value("${nats.servers}") String servers,
				NatsServer server) {
			assertThat(connection.getConnectedUrl()).isEqualTo(server.url()).isEqualTo(servers);
		}

	}

	@NatsServerTest(nodes = 3)
	@SpringBootTest(classes = Application.class)
	static class ConnectingToACluster {

		@Test
		void isConnectedToANodeOfTheCluster(@Autowired Connection connection, @Value("${nats.servers}") String servers,
				NatsCluster cluster) {
			assertThat(cluster.nodes()).contains(cluster.nodeOf(connection));
			assertThat(servers).isEqualTo(String.join(",", cluster.urls()));
		}

	}

	@SpringBootTest(classes = Application.class)
	@NatsServerTest
	static class OtherOrder {

		@Test
		void isConnectedToTheServer(@Autowired Connection connection, NatsServer server) {
			assertThat(connection.getConnectedUrl()).isEqualTo(server.url());
		}

	}

	@NatsServerTest
	@SpringBootTest(classes = Application.class)
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class OneInstance {

		@Autowired
		Connection connection;

		@Test
		void isConnectedToTheServer(NatsServer server) {
			assertThat(this.connection.getConnectedUrl()).isEqualTo(server.url());
		}

	}

	@NatsServerTest
	@SpringBootTest(classes = Application.class)
	static class Outer {

		@Nested
		class SameContext {

			@Test
			void isConnectedToTheServer(@Autowired Connection connection, NatsServer server) {
				assertThat(connection.getConnectedUrl()).isEqualTo(server.url());
			}

		}

		@Nested
		@TestPropertySource(properties = "some=property")
		class OtherContext {

			@Test
			void isConnectedToTheServer(@Autowired Connection connection, NatsServer server) {
				assertThat(connection.getConnectedUrl()).isEqualTo(server.url());
			}

		}

	}

	@NatsServerTest
	@SpringBootTest(classes = ErrorAtTheEnd.Failing.class)
	static class ErrorAtTheEnd {

		@Test
		void succeeds() {
		}

		@Configuration(proxyBeanMethods = false)
		static class Failing {

			@Bean
			AutoCloseable failing() {
				return () -> logger.error("could not close");
			}

		}

	}

	@NatsServerTest
	@SpringBootTest(classes = ThreadAtTheEnd.Starting.class)
	static class ThreadAtTheEnd {

		static final CountDownLatch end = new CountDownLatch(1);

		@Test
		void succeeds() {
		}

		@Configuration(proxyBeanMethods = false)
		static class Starting {

			@Bean
			Thread thread() {
				Thread thread = new Thread(() -> {
					try {
						end.await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				}, "jetstream-outliving");
				thread.setDaemon(true);
				thread.start();
				return thread;
			}

		}

	}

	@NatsServerTest
	static class StartingAnApplication {

		@Test
		void logsAfterTheStart() {
			try (ConfigurableApplicationContext context = SpringApplication.run(Empty.class)) {
				assertThat(context.isActive()).isTrue();
				logger.error("after the start");
			}
		}

		@Configuration(proxyBeanMethods = false)
		static class Empty {

		}

	}

}
