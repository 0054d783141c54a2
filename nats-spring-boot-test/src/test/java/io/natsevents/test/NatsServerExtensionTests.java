package io.natsevents.test;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

/**
 * Tests for {@link NatsServerExtension}, which run small test classes.
 */
class NatsServerExtensionTests {

	private static final Logger logger = LoggerFactory.getLogger(NatsServerExtensionTests.class);

	private static final Queue<Thread> started = new ConcurrentLinkedQueue<>();

	@AfterEach
	void endThreads() {
		started.forEach(Thread::interrupt);
		started.clear();
	}

	@Test
	void givesEveryClassItsServerAndClosesItAfterwards() {
		run(Plain.class).allEvents().assertStatistics((events) -> events.succeeded(7).failed(0));
		assertThat(Plain.seen.isRunning()).isFalse();
		assertThat(Plain.seen.log()).doesNotExist();
	}

	@Test
	void startsTheServerAgainThatATestHasStopped() {
		run(Stopping.class).testEvents().assertStatistics((events) -> events.succeeded(2).failed(0));
	}

	@Test
	void givesAClassItsClusterAndMakesItReadyForEveryTest() {
		EngineExecutionResults results = run(Clustered.class);
		results.testEvents().assertStatistics((events) -> events.succeeded(1).failed(2));
		assertFailure(results, "takesAServer", "This class has a cluster: take a NatsCluster");
		assertFailure(results, "leavesClaims",
				"- claims: account $G, stream EVENTS, consumer left: 1 not acknowledged, 0 when the test began");
		assertThat(Clustered.seen).hasSize(3).noneMatch(NatsServer::isRunning);
		assertFailure(run(Errors.class), "takesACluster", "A NatsCluster needs @NatsServerTest(nodes = 3)");
	}

	@Test
	void classFailsWhenItsServerDoesNotStart() {
		run(WrongConfiguration.class).containerEvents()
			.assertThatEvents()
			.haveExactly(1, event(finishedWithFailure(message((text) -> text.contains("Parse error on line")))));
	}

	@Test
	void claimsCanBeAllowedOrGivenBack() {
		run(Claims.class).testEvents().assertStatistics((events) -> events.succeeded(3).failed(0));
	}

	@Test
	void threadsCanBeAllowedOrEnd() {
		run(Threads.class).testEvents().assertStatistics((events) -> events.succeeded(3).failed(0));
	}

	@Test
	void errorsFailTheTestUnlessAllowed() {
		EngineExecutionResults results = run(Errors.class);
		results.testEvents().assertStatistics((events) -> events.succeeded(2).failed(3));
		assertFailure(results, "logs", "NatsServerExtensionTests: it broke [java.lang.IllegalStateException: why]");
		assertFailure(results, "logsAnotherThanAllowed", "NatsServerExtensionTests: not this");
	}

	@Test
	void everyKindOfLeftoverFailsTheTestAndIsNamed() {
		EngineExecutionResults results = run(Everything.class);
		results.testEvents().assertStatistics((events) -> events.succeeded(0).failed(1));
		assertFailure(results, "leaves", "leaves(NatsServer) left behind");
		assertFailure(results, "leaves",
				"- claims: account $G, stream EVENTS, consumer left: 1 not acknowledged, 0 when the test began");
		assertFailure(results, "leaves", "- threads: jetstream-left is still running");
		assertFailure(results, "leaves", "- errors: io.natsevents.test.NatsServerExtensionTests: it broke");
	}

	private static EngineExecutionResults run(Class<?> testClass) {
		return EngineTestKit.engine("junit-jupiter").selectors(selectClass(testClass)).execute();
	}

	private static void assertFailure(EngineExecutionResults results, String method, String expected) {
		results.testEvents()
			.assertThatEvents()
			.haveExactly(1, event(test(method + "("), finishedWithFailure(message((text) -> text.contains(expected)))));
	}

	private static Thread startThread(String name) {
		Thread thread = new Thread(() -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
		started.add(thread);
		return thread;
	}

	private static void claim(NatsServer server, String durable, boolean acknowledge) throws Exception {
		try (Connection connection = Nats.connect(server.url())) {
			connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder().name("EVENTS").subjects("events.>").build());
			connection.jetStream().publish("events.a", "one".getBytes(StandardCharsets.UTF_8));
			JetStreamSubscription subscription = connection.jetStream()
				.subscribe("events.>", PullSubscribeOptions.builder().durable(durable).build());
			subscription.fetch(1, 5_000).forEach((message) -> {
				if (acknowledge) {
					message.ack();
				}
			});
			connection.flush(null);
		}
	}

	@NatsServerTest(configuration = "server_name: \"plain\"")
	static class Plain {

		static NatsServer seen = NatsServer.builder().build();

		private final NatsServer fromConstructor;

		Plain(NatsServer server) {
			this.fromConstructor = server;
		}

		@BeforeAll
		static void remember(NatsServer server) {
			seen.close();
			seen = server;
		}

		@Test
		void configurationReachesTheServer(NatsServer server) throws Exception {
			assertThat(server).isSameAs(seen).isSameAs(this.fromConstructor);
			try (Connection connection = Nats.connect(server.url())) {
				assertThat(connection.getServerInfo().getServerName()).isEqualTo("plain");
			}
		}

		@Nested
		class Inner {

			@Test
			void sharesTheServer(NatsServer server) {
				assertThat(server).isSameAs(seen);
				assertThat(server.isRunning()).isTrue();
			}

		}

		@Nested
		@NatsServerTest
		class InnerWithItsOwn {

			@Test
			void hasAnotherServer(NatsServer server) {
				assertThat(server.port()).isNotEqualTo(seen.port());
			}

		}

	}

	@NatsServerTest
	static class Stopping {

		@Test
		void stops(NatsServer server) {
			assertThat(server.isRunning()).isTrue();
			server.stop();
		}

		@Test
		void kills(NatsServer server) {
			assertThat(server.isRunning()).isTrue();
			server.kill();
		}

	}

	@NatsServerTest(configuration = "port: {")
	static class WrongConfiguration {

		@Test
		void neverRuns() {
		}

	}

	@NatsServerTest
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class Claims {

		@Test
		void acknowledges(NatsServer server) throws Exception {
			claim(server, "acknowledges", true);
		}

		@Test
		void leavesAllowed(NatsServer server, Leftovers leftovers) throws Exception {
			leftovers.allowClaims();
			claim(server, "leavesAllowed", false);
		}

		@Test
		void leavesOnAServerThatIsStopped(NatsServer server) throws Exception {
			claim(server, "leavesOnAServerThatIsStopped", false);
			server.stop();
		}

	}

	@NatsServerTest
	static class Threads {

		@Test
		void leavesAllowed(Leftovers leftovers) {
			leftovers.allowThreads();
			startThread("jetstream-left");
		}

		@Test
		void leavesAnother() {
			startThread("another");
		}

		@Test
		void leavesOneThatEnds() {
			startThread("jetstream-ends").interrupt();
		}

	}

	@NatsServerTest
	static class Errors {

		@Test
		void logs() {
			logger.error("it broke", new IllegalStateException("why"));
		}

		@Test
		void logsAllowed(Leftovers leftovers) {
			leftovers.allowErrors("broke").allowErrors("other");
			logger.error("it broke");
			logger.error("the other thing", new IllegalStateException("why"));
		}

		@Test
		void logsAnotherThanAllowed(Leftovers leftovers) {
			leftovers.allowErrors("broke");
			logger.error("not this");
		}

		@Test
		void takesACluster(NatsCluster cluster) {
		}

		@Test
		void warns() {
			logger.warn("only a warning");
		}

	}

	@NatsServerTest(nodes = 3)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class Clustered {

		static final Set<NatsServer> seen = ConcurrentHashMap.newKeySet();

		@Test
		void killsANode(NatsCluster cluster) {
			seen.addAll(cluster.nodes());
			cluster.nodes().stream().filter((node) -> node != cluster.metaLeader()).findFirst().orElseThrow().kill();
		}

		@Test
		void leavesClaims(NatsCluster cluster) throws Exception {
			assertThat(cluster.nodes()).containsAll(seen).allMatch((node) -> node.outage() == null);
			claim(cluster.nodes().get(2), "left", false);
		}

		@Test
		void takesAServer(NatsServer server) {
		}

	}

	@NatsServerTest
	static class Everything {

		@AfterEach
		void logs() {
			logger.error("it broke");
		}

		@Test
		void leaves(NatsServer server) throws Exception {
			claim(server, "left", false);
			startThread("jetstream-left");
		}

	}

}
