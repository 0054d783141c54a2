package io.natsevents;

import java.time.Duration;

import io.natsevents.support.BesideBareClient;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.natsevents.support.BesideBareClient.DURABLE;
import static io.natsevents.support.BesideBareClient.STREAM;
import static org.awaitility.Awaitility.await;

/**
 * Measures for how long publisher and listener are silent around an outage, beside a bare
 * client of the same stream and the same consumer. Both are on the same leaders, so an
 * election that takes long takes long for both.
 */
class OutageSilenceTests {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	@Nested
	@NatsServerTest(nodes = 3)
	class InACluster {

		@Test
		void leadersStepDown(NatsCluster cluster) throws Exception {
			try (BesideBareClient beside = beside(cluster)) {
				beside.measure("step-down of the consumer's leader",
						() -> cluster.stepDownConsumerLeader(STREAM, DURABLE));
				beside.measure("step-down of the stream's leader", () -> cluster.stepDownStreamLeader(STREAM));
			}
		}

		@Test
		void leaderOfBothIsKilled(NatsCluster cluster) throws Exception {
			try (BesideBareClient beside = beside(cluster)) {
				NatsServer connected = cluster.nodeOf(beside.application().connection());
				NatsServer victim = cluster.nodes()
					.stream()
					.filter((node) -> node != connected)
					.findFirst()
					.orElseThrow();
				lead(cluster, victim);
				beside.measure("kill of the leader", () -> {
					victim.kill();
					awaitLeaders(cluster);
				});
			}
		}

		@Test
		void leaderOfBothThatTheClientsAreConnectedToIsRestarted(NatsCluster cluster) throws Exception {
			try (BesideBareClient beside = beside(cluster)) {
				NatsServer victim = cluster.nodeOf(beside.application().connection());
				lead(cluster, victim);
				beside.measure("restart of the leader, which the clients are connected to", () -> {
					victim.restart();
					awaitLeaders(cluster);
				});
			}
		}

		@Test
		void nodesLeaveInLameDuckModeOneAfterTheOther(NatsCluster cluster) throws Exception {
			try (BesideBareClient beside = beside(cluster)) {
				beside.measure("rolling restart in lame duck mode", () -> {
					for (NatsServer node : cluster.nodes()) {
						node.enterLameDuckMode();
						await().atMost(LIMIT).until(() -> !node.isRunning());
						cluster.start();
					}
				});
			}
		}

		private static BesideBareClient beside(NatsCluster cluster) throws Exception {
			return new BesideBareClient(BusApplication.on(cluster));
		}

		private static void lead(NatsCluster cluster, NatsServer node) {
			cluster.moveStreamLeader(STREAM, node);
			cluster.moveConsumerLeader(STREAM, DURABLE, node);
		}

		private static void awaitLeaders(NatsCluster cluster) {
			cluster.streamLeader(STREAM);
			cluster.consumerLeader(STREAM, DURABLE);
		}

	}

	@Nested
	@NatsServerTest
	class OnAServerAlone {

		@Test
		void serverIsRestarted(NatsServer server) throws Exception {
			try (BesideBareClient beside = new BesideBareClient(BusApplication.on(server))) {
				beside.measure("restart of a server alone", server::restart);
				beside.measure("kill and start of a server alone", () -> {
					server.kill();
					server.start();
				});
			}
		}

	}

}
