package io.natsevents.test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NatsCluster}.
 */
class NatsClusterTests {

	private static NatsCluster cluster;

	private Connection connection;

	@BeforeAll
	static void startCluster() throws Exception {
		cluster = NatsCluster.builder().start();
		try (Connection connection = connect(cluster.urls())) {
			JetStreamManagement management = connection.jetStreamManagement();
			management.addStream(stream("EVENTS", 3));
			management.createConsumer("EVENTS", ConsumerConfiguration.builder().durable("worker").build());
		}
	}

	@AfterAll
	static void closeCluster() {
		List<NatsServer> nodes = cluster.nodes();
		cluster.close();
		assertThat(nodes).allSatisfy((node) -> {
			assertThat(node.isRunning()).isFalse();
			assertThat(node.log()).doesNotExist();
		});
	}

	@BeforeEach
	void connectToAReadyCluster() throws Exception {
		cluster.start();
		this.connection = connect(cluster.urls());
	}

	@AfterEach
	void closeConnection() throws Exception {
		this.connection.close();
	}

	@Test
	void hasThreeNodesThatKnowEachOther() {
		assertThat(cluster.nodes()).hasSize(3).doesNotHaveDuplicates().allMatch(NatsServer::isRunning);
		assertThat(cluster.urls()).hasSize(3).doesNotHaveDuplicates();
		assertThat(this.connection.getServers()).containsAll(cluster.urls());
		assertThat(this.connection.getServerInfo().getCluster()).isNotEmpty();
		assertThat(cluster).hasToString("nats-server cluster at " + String.join(",", cluster.urls()));
	}

	@Test
	void placesSevenStreamsOfOneGigabyteOnEveryNode() throws Exception {
		JetStreamManagement management = this.connection.jetStreamManagement();
		List<String> names = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			names.add("LARGE" + i);
			management.addStream(StreamConfiguration.builder(stream(names.get(i), 3)).maxBytes(1L << 30).build());
		}
		for (String name : names) {
			assertThat(management.getStreamInfo(name).getClusterInfo().getReplicas()).hasSize(2);
			management.deleteStream(name);
		}
	}

	@Test
	void findsTheNodeOfAConnection() throws Exception {
		NatsServer node = cluster.nodes().get(1);
		try (Connection direct = Nats.connect(node.url());
				NatsServer stranger = NatsServer.builder().start();
				Connection elsewhere = Nats.connect(stranger.url())) {
			assertThat(cluster.nodeOf(direct)).isSameAs(node);
			assertThatIllegalArgumentException().isThrownBy(() -> cluster.nodeOf(elsewhere))
				.withMessageContaining(stranger.url() + " is not connected to any of nats-server cluster at ");
		}
	}

	@Test
	void leadersAreThoseTheServerNames() throws Exception {
		JetStreamManagement management = this.connection.jetStreamManagement();
		assertThat(cluster.streamLeader("EVENTS").name())
			.isEqualTo(management.getStreamInfo("EVENTS").getClusterInfo().getLeader());
		assertThat(cluster.consumerLeader("EVENTS", "worker").name())
			.isEqualTo(management.getConsumerInfo("EVENTS", "worker").getClusterInfo().getLeader());
	}

	@Test
	void leadersStepDown() {
		NatsServer stream = cluster.streamLeader("EVENTS");
		assertThat(cluster.stepDownStreamLeader("EVENTS")).isNotSameAs(stream).isSameAs(cluster.streamLeader("EVENTS"));
		NatsServer consumer = cluster.consumerLeader("EVENTS", "worker");
		assertThat(cluster.stepDownConsumerLeader("EVENTS", "worker")).isNotSameAs(consumer)
			.isSameAs(cluster.consumerLeader("EVENTS", "worker"));
		NatsServer meta = cluster.metaLeader();
		assertThat(cluster.stepDownMetaLeader()).isNotSameAs(meta).isSameAs(cluster.metaLeader());
	}

	@Test
	void leadersAreMovedToACertainNode() {
		for (NatsServer node : cluster.nodes()) {
			cluster.moveStreamLeader("EVENTS", node);
			cluster.moveConsumerLeader("EVENTS", "worker", node);
			assertThat(cluster.streamLeader("EVENTS")).isSameAs(node);
			assertThat(cluster.consumerLeader("EVENTS", "worker")).isSameAs(node);
		}
	}

	@Test
	void anotherNodeLeadsWhenTheLeaderOfAStreamIsKilled() throws Exception {
		NatsServer killed = cluster.streamLeader("EVENTS");
		publish();
		killed.kill();
		NatsServer next = cluster.streamLeader("EVENTS");
		assertThat(next).isNotSameAs(killed);
		assertThat(next.isRunning()).isTrue();
		cluster.awaitReady();
		publish();
	}

	@Test
	void anotherNodeLeadsWhenTheMetaLeaderIsPaused() {
		NatsServer paused = cluster.metaLeader();
		paused.pause();
		assertThat(cluster.metaLeader()).isNotSameAs(paused);
	}

	@Test
	void nodeInLameDuckModeHandsOverAndEnds() {
		NatsServer leaving = cluster.streamLeader("EVENTS");
		leaving.enterLameDuckMode();
		assertThat(cluster.streamLeader("EVENTS")).isNotSameAs(leaving);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !leaving.isRunning());
	}

	@Test
	void restartedClusterHasItsMessages() throws Exception {
		publish();
		long stored = stored();
		List<String> urls = cluster.urls();
		cluster.restart();
		assertThat(cluster.urls()).isEqualTo(urls);
		assertThat(stored()).isEqualTo(stored);
	}

	@Test
	void leaderNobodyClaimsIsAnErrorThatTellsWhatEachNodeSaid() {
		ClusterLeaders impatient = new ClusterLeaders(cluster.nodes(), Duration.ofMillis(200));
		cluster.nodes().get(1).pause();
		cluster.nodes().get(2).kill();
		assertThatIllegalStateException().isThrownBy(() -> impatient.ofStream("NONE"))
			.withMessageContaining("No single leader of stream NONE was found within 200 ms:")
			.withMessageContaining("- nats-server n1 at " + cluster.urls().get(0) + " does not have it")
			.withMessageContaining("- nats-server n2 at " + cluster.urls().get(1) + " is paused")
			.withMessageContaining("- nats-server n3 at " + cluster.urls().get(2) + " is not running");
	}

	@Test
	void clusterThatIsNotReadyTellsWhatIsMissing() {
		ClusterReadiness impatient = new ClusterReadiness((node, subject) -> "refused " + subject,
				Duration.ofMillis(200));
		// A node that an earlier test has killed may be healthy, and behind again for a
		// moment
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThatIllegalStateException().isThrownBy(() -> impatient.await(cluster.nodes()))
				.withMessageContaining("The cluster was not ready within 200 ms:")
				.withMessageContaining("- nats-server n3 at " + cluster.urls().get(2)
						+ " does not serve the JetStream API: refused INFO"));
		cluster.nodes().get(1).pause();
		assertThatIllegalStateException().isThrownBy(() -> impatient.await(cluster.nodes()))
			.withMessageContaining("- nats-server n2 at " + cluster.urls().get(1) + " does not answer to /healthz")
			.withMessageContaining("Read timed out");
		cluster.nodes().get(1).kill();
		assertThatIllegalStateException().isThrownBy(() -> impatient.await(cluster.nodes()))
			.withMessageContaining("nats-server n2 at " + cluster.urls().get(1) + " has ended. Its last log lines:")
			.withMessageMatching("(?s).* last log lines:.*\\[(INF|WRN)\\].*");
	}

	@Test
	void clustersOwnRequestsUseTheCredentialsTheyAreGiven() throws Exception {
		try (NatsCluster closed = NatsCluster.builder()
			.extraConfiguration("authorization { users: [ { user: \"app\", password: \"s3cr3t\" } ] }")
			.clientOptions((options) -> options.userInfo("app", "s3cr3t"))
			.start()) {
			Options options = Options.builder().server(closed.urls().get(0)).userInfo("app", "s3cr3t").build();
			try (Connection client = Nats.connect(options)) {
				client.jetStreamManagement().addStream(stream("CLOSED", 3));
			}
			assertThat(closed.stepDownStreamLeader("CLOSED")).isSameAs(closed.streamLeader("CLOSED"));
			assertThat(closed.stepDownMetaLeader()).isSameAs(closed.metaLeader());
		}
	}

	@Test
	void everyNodeHasADirectoryOfItsOwnInAGivenOne(@TempDir Path directory) throws Exception {
		try (NatsCluster given = NatsCluster.builder().storeDirectory(directory).build()) {
			assertThat(given.nodes()).extracting(NatsServer::storeDirectory)
				.containsExactly(directory.resolve("n1"), directory.resolve("n2"), directory.resolve("n3"));
			given.nodes().get(1).start();
		}
		assertThat(directory).isDirectoryContaining("glob:**/n2");
	}

	@Test
	void needsThreeNodes() {
		assertThatIllegalArgumentException().isThrownBy(() -> NatsCluster.builder().nodes(2))
			.withMessage("A cluster needs 3 nodes or more, 2 given; NatsServer is a server alone");
	}

	private static Connection connect(List<String> urls) throws Exception {
		return Nats.connect(Options.builder()
			.servers(urls.toArray(String[]::new))
			.maxReconnects(-1)
			.reconnectWait(Duration.ofMillis(50))
			.build());
	}

	private static StreamConfiguration stream(String name, int replicas) {
		return StreamConfiguration.builder().name(name).subjects(name + ".>").replicas(replicas).build();
	}

	private void publish() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.until(() -> this.connection.jetStream()
				.publish("EVENTS.a", "one".getBytes(StandardCharsets.UTF_8))
				.getSeqno() > 0);
	}

	private long stored() {
		JetStreamOptions brief = JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(1)).build();
		return Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.until(() -> this.connection.jetStreamManagement(brief)
				.getStreamInfo("EVENTS")
				.getStreamState()
				.getMsgCount(), (count) -> count >= 0);
	}

}
