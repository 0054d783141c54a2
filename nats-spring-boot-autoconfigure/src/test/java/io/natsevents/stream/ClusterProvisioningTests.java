package io.natsevents.stream;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what only a cluster shows: replicas, placement, and elections.
 */
@NatsServerTest(nodes = 3)
@Timeout(120)
class ClusterProvisioningTests {

	private static final StreamDefinition AUTH = ServiceStreams.definition("auth")
		.withDefaults(StreamSettings.DEFAULTS);

	private Connection connection;

	@BeforeEach
	void connect(NatsCluster cluster) throws Exception {
		this.connection = Nats.connect(Options.builder()
			.servers(cluster.urls().toArray(String[]::new))
			.maxReconnects(-1)
			.reconnectWait(Duration.ofMillis(100))
			.build());
	}

	@AfterEach
	void removeStreams(NatsCluster cluster) throws Exception {
		cluster.nodes().forEach(NatsServer::start);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::isStreamGone);
		this.connection.close();
	}

	@Test
	void threeReplicasAreMadeAndNeverReduced() throws Exception {
		DeclaredStreams declared = provision(AUTH);
		assertThat(configuration().getReplicas()).isEqualTo(3);
		assertThat(declared).allSatisfy((stream) -> assertThat(stream.notes()).isEmpty());
	}

	@Test
	void replicasCanBeChangedInBothDirections() throws Exception {
		provision(AUTH.replicas(1));
		provision(AUTH);
		assertThat(configuration().getReplicas()).isEqualTo(3);
		provision(AUTH.replicas(1));
		assertThat(configuration().getReplicas()).isEqualTo(1);
	}

	@Test
	void replicasAndPlacementTogetherAreRefusedBeforeTheServerIsAsked() {
		provision(AUTH.replicas(1));
		assertThatExceptionOfType(StreamNotChangeableException.class)
			.isThrownBy(() -> provision(AUTH.placementCluster("C1")))
			.withMessageContaining("cannot move and scale a stream in one update");
	}

	@Test
	void moreReplicasThanServersAreAnErrorWhenTimeIsUp() {
		assertThatExceptionOfType(StreamPlacementException.class)
			.isThrownBy(() -> provision(Duration.ofMillis(500), AUTH.replicas(5)))
			.withMessageContaining("AUTH_EVENTS wants 5 replica(s), but the cluster says 'no suitable peers")
			.satisfies((ex) -> assertThat(ex.getReplicas()).isEqualTo(5));
	}

	@Test
	void tagsNoServerHasAreAnErrorAtOnce() {
		assertThatExceptionOfType(StreamPlacementException.class)
			.isThrownBy(() -> provision(AUTH.replicas(1).placementTags("ssd")))
			.withMessageContaining("tags not matched ['ssd']")
			.satisfies((ex) -> assertThat(ex.getTags()).containsExactly("ssd"));
	}

	@Test
	void tooMuchStorageIsShownWithItsNumbers() {
		assertThatExceptionOfType(InsufficientStreamStorageException.class)
			.isThrownBy(() -> provision(AUTH.maxBytes(1L << 40)))
			.withMessageContaining("it reserves max-bytes 1TB on each of 3 server(s)")
			.satisfies((ex) -> assertThat(ex.getReplicas()).isEqualTo(3));
		assertThatExceptionOfType(InsufficientStreamStorageException.class)
			.isThrownBy(() -> provision(AUTH.storage(StorageType.Memory).maxBytes(1L << 40)));
	}

	@Test
	void aClusterThatIsStillElectingIsAwaited() throws Exception {
		try (NatsCluster fresh = NatsCluster.builder().build()) {
			fresh.nodes().forEach(NatsServer::start);
			try (Connection early = Nats.connect(fresh.urls().get(0))) {
				new StreamProvisioner(early, ProvisioningSettings.ownedBy("auth")).provision(List.of(AUTH));
				assertThat(early.jetStreamManagement().getStreamInfo("AUTH_EVENTS").getConfiguration().getReplicas())
					.isEqualTo(3);
			}
		}
	}

	@Test
	void aClusterWithoutMajorityIsAwaited(NatsCluster cluster) throws Exception {
		provision(AUTH);
		cluster.nodes().get(1).kill();
		cluster.nodes().get(2).kill();
		StreamProvisioner provisioner = new StreamProvisioner(this.connection, ProvisioningSettings.ownedBy("auth"),
				InstantSource.system(), (duration) -> {
					cluster.nodes().forEach(NatsServer::start);
					RetryWindow.sleep(duration);
				});
		provisioner.provision(List.of(AUTH.description("after the outage")));
		assertThat(configuration().getDescription()).isEqualTo("after the outage");
	}

	@Test
	void aClusterThatIsStartedAgainWithItsStoreIsAwaited(NatsCluster cluster) throws Exception {
		provision(AUTH);
		cluster.stop();
		cluster.nodes().forEach(NatsServer::start);
		provision(AUTH.description("after the night"));
		assertThat(configuration().getDescription()).isEqualTo("after the night");
	}

	@Test
	void aClusterThatStaysWithoutMajorityIsAnErrorWhenTimeIsUp(NatsCluster cluster) {
		provision(AUTH);
		cluster.nodes().get(1).kill();
		cluster.nodes().get(2).kill();
		assertThatExceptionOfType(StreamProvisioningTimeoutException.class)
			.isThrownBy(() -> provision(Duration.ofSeconds(1), AUTH.description("too early")))
			.withMessageContaining("within 1s");
	}

	private DeclaredStreams provision(StreamDefinition definition) {
		return provision(Duration.ofSeconds(60), definition);
	}

	private DeclaredStreams provision(Duration timeout, StreamDefinition definition) {
		ProvisioningSettings settings = new ProvisioningSettings(ProvisioningMode.UPDATE, "auth", timeout, false,
				SingleServer.REDUCE_REPLICAS);
		return new StreamProvisioner(this.connection, settings).provision(List.of(definition));
	}

	/** A cluster whose servers just came back answers late or not at all. */
	private boolean isStreamGone() {
		try {
			return this.connection.jetStreamManagement().deleteStream("AUTH_EVENTS");
		}
		catch (JetStreamApiException ex) {
			return ex.getApiErrorCode() == JetStreamRequest.STREAM_NOT_FOUND;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private StreamConfiguration configuration() throws Exception {
		return this.connection.jetStreamManagement().getStreamInfo("AUTH_EVENTS").getConfiguration();
	}

}
