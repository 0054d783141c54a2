package io.natsevents.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.api.CompressionOption;
import io.nats.client.api.PersistMode;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

@Tag("compat")
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class StreamProvisionerTests {

	private static final StreamDefinition AUTH = ServiceStreams.definition("auth")
		.withDefaults(StreamSettings.DEFAULTS);

	private Connection connection;

	private JetStreamManagement management;

	@BeforeEach
	void connect(NatsServer server) throws Exception {
		this.connection = Nats.connect(server.url());
		this.management = this.connection.jetStreamManagement();
	}

	@AfterEach
	void removeStreams() throws Exception {
		for (String stream : this.management.getStreamNames()) {
			this.management.deleteStream(stream);
		}
		this.connection.close();
	}

	@Test
	void createsWhatIsMissing() throws Exception {
		DeclaredStreams declared = provisioner("auth").provision(List.of(AUTH, billing()));
		StreamConfiguration auth = configuration("AUTH_EVENTS");
		assertThat(auth.getSubjects()).containsExactly("auth.>");
		assertThat(auth.getMaxBytes()).isEqualTo(1L << 30);
		assertThat(auth.getMaxAge()).isEqualTo(Duration.ofDays(7));
		assertThat(auth.getCompressionOption()).isEqualTo(CompressionOption.S2);
		assertThat(auth.getDuplicateWindow()).isEqualTo(Duration.ofMinutes(2));
		assertThat(auth.getMetadata()).containsEntry("io.natsevents.owner", "auth");
		assertThat(declared).extracting(DeclaredStream::name).containsExactly("AUTH_EVENTS", "BILLING_EVENTS");
		assertThat(declared).extracting(DeclaredStream::owner).containsOnly("auth");
	}

	@Test
	void aSecondStartChangesNothingAndSendsNothing(NatsServer server) throws Exception {
		try (Connection observer = Nats.connect(server.url())) {
			Subscription creates = observer.subscribe("$JS.API.STREAM.CREATE.*");
			Subscription updates = observer.subscribe("$JS.API.STREAM.UPDATE.*");
			observer.flush(Duration.ofSeconds(5));
			StreamDefinition rich = AUTH.description("events of auth")
				.maxMessages(1000)
				.maxMessagesPerSubject(100)
				.maxMessageSize(100_000)
				.placementTags("a", "b")
				.allowDirect(true)
				.metadata(Map.of("team", "core"));
			provisioner("auth").provision(List.of(rich, billing()));
			observer.flush(Duration.ofSeconds(5));
			assertThat(creates.getPendingMessageCount()).isEqualTo(2);
			StreamInfo before = this.management.getStreamInfo("AUTH_EVENTS");

			provisioner("auth").provision(List.of(rich, billing()));
			observer.flush(Duration.ofSeconds(5));
			assertThat(creates.getPendingMessageCount()).isEqualTo(2);
			assertThat(updates.getPendingMessageCount()).isZero();
			StreamInfo after = this.management.getStreamInfo("AUTH_EVENTS");
			assertThat(after.getCreateTime()).isEqualTo(before.getCreateTime());
			assertThat(after.getConfiguration().toJson()).isEqualTo(before.getConfiguration().toJson());
		}
	}

	@Test
	void updatesWhatDiffersAndKeepsTheRest() throws Exception {
		provisioner("auth").provision(List.of(AUTH));
		this.management.updateStream(StreamConfiguration.builder(configuration("AUTH_EVENTS"))
			.description("operator")
			.addSubjects("legacy.>")
			.metadata(Map.of("io.natsevents.owner", "auth", "team", "core"))
			.build());
		DeclaredStreams declared = provisioner("auth")
			.provision(List.of(AUTH.maxAge(Duration.ofDays(30)).maxBytes(2L << 30)));
		StreamConfiguration auth = configuration("AUTH_EVENTS");
		assertThat(auth.getMaxAge()).isEqualTo(Duration.ofDays(30));
		assertThat(auth.getMaxBytes()).isEqualTo(2L << 30);
		assertThat(auth.getDescription()).isEqualTo("operator");
		assertThat(auth.getSubjects()).containsExactlyInAnyOrder("auth.>", "legacy.>");
		assertThat(auth.getMetadata()).containsEntry("team", "core");
		assertThat(declared.collecting("legacy.x")).map(DeclaredStream::name).contains("AUTH_EVENTS");
	}

	@Test
	void planningChangesNothing() throws Exception {
		StreamPlan plan = provisioner("auth").plan(List.of(AUTH));
		assertThat(plan.describe()).isEqualTo("AUTH_EVENTS: MISSING");
		assertThat(this.management.getStreamNames()).isEmpty();
	}

	@Test
	void aStreamOfAnotherApplicationIsLeftAlone(CapturedOutput output) throws Exception {
		provisioner("auth").provision(List.of(AUTH));
		DeclaredStreams declared = provisioner("billing").provision(List.of(AUTH.maxAge(Duration.ofDays(1))));
		assertThat(configuration("AUTH_EVENTS").getMaxAge()).isEqualTo(Duration.ofDays(7));
		assertThat(declared).extracting(DeclaredStream::owner).containsExactly("auth");
		assertThat(output).containsOnlyOnce("max-age is 7d but declared here as 1d; left alone, because 'auth' owns");
	}

	@Test
	void aStreamWithoutOwnerIsAdopted() throws Exception {
		this.management.addStream(StreamConfiguration.builder().name("AUTH_EVENTS").subjects("auth.>").build());
		provisioner("auth").provision(List.of(AUTH));
		assertThat(configuration("AUTH_EVENTS").getMetadata()).containsEntry("io.natsevents.owner", "auth");
	}

	@Test
	void anUpdateThatWouldDeleteEventsNeedsPermission() throws Exception {
		provisioner("auth").provision(List.of(AUTH));
		publish("auth.user.created", 20, 1000);
		long stored = this.management.getStreamInfo("AUTH_EVENTS").getStreamState().getByteCount();
		StreamDefinition smaller = AUTH.maxBytes(10_000);
		assertThatExceptionOfType(StreamDataLossException.class)
			.isThrownBy(() -> provisioner("auth").provision(List.of(smaller)))
			.withMessageContaining("max-bytes 10000B is below the " + stored + "B that are stored")
			.satisfies((ex) -> assertThat(ex.getStream()).isEqualTo("AUTH_EVENTS"));
		assertThat(messages("AUTH_EVENTS")).isEqualTo(20);

		ProvisioningSettings allowed = new ProvisioningSettings(ProvisioningMode.UPDATE, "auth", Duration.ofSeconds(10),
				true, SingleServer.REDUCE_REPLICAS);
		new StreamProvisioner(this.connection, allowed).provision(List.of(smaller));
		assertThat(messages("AUTH_EVENTS")).isPositive().isLessThan(20);
	}

	@Test
	void aLowerLimitThatDeletesNothingIsAppliedWithOneWarning(CapturedOutput output) throws Exception {
		provisioner("auth").provision(List.of(AUTH));
		publish("auth.user.created", 20, 1000);
		provisioner("auth").provision(List.of(AUTH.maxBytes(100_000)));
		assertThat(configuration("AUTH_EVENTS").getMaxBytes()).isEqualTo(100_000);
		assertThat(messages("AUTH_EVENTS")).isEqualTo(20);
		assertThat(output).containsOnlyOnce("lowers max-bytes from 1GB to 100000B");
	}

	@Test
	void whatCannotBeChangedFailsAndTouchesNothing() throws Exception {
		provisioner("auth").provision(List.of(AUTH));
		assertThatExceptionOfType(StreamNotChangeableException.class)
			.isThrownBy(() -> provisioner("auth")
				.provision(List.of(billing(), AUTH.storage(StorageType.Memory).maxAge(Duration.ofDays(30)))))
			.withMessageContaining("storage is file and cannot be changed to memory");
		assertThat(this.management.getStreamNames()).containsExactly("AUTH_EVENTS");
		assertThat(configuration("AUTH_EVENTS").getMaxAge()).isEqualTo(Duration.ofDays(7));
	}

	@Test
	void asynchronousPersistenceIsReported() throws Exception {
		assumeThat(this.connection.getServerInfo().isSameOrNewerThanVersion("2.12.0")).isTrue();
		this.management.addStream(StreamConfiguration.builder()
			.name("AUTH_EVENTS")
			.subjects("auth.>")
			.persistMode(PersistMode.Async)
			.build());
		DeclaredStreams declared = provisioner("auth").provision(List.of(AUTH));
		assertThat(declared.named("AUTH_EVENTS").orElseThrow().notes())
			.anySatisfy((note) -> assertThat(note).startsWith("persist_mode is async"));
		assertThat(configuration("AUTH_EVENTS").getPersistMode()).isEqualTo(PersistMode.Async);
	}

	@Test
	void oneServerGetsOneReplicaAndOneWarning(CapturedOutput output) throws Exception {
		DeclaredStreams declared = provisioner("auth").provision(List.of(AUTH, billing()));
		assertThat(configuration("AUTH_EVENTS").getReplicas()).isEqualTo(1);
		assertThat(declared).allSatisfy((stream) -> assertThat(stream.notes())
			.containsExactly("replicas reduced to 1: the server is not in a cluster"));
		assertThat(output)
			.containsOnlyOnce("is not in a cluster: stream(s) [AUTH_EVENTS, BILLING_EVENTS] have 1 replica"
					+ ". If its machine loses power, up to 2 minutes of confirmed events are lost");
	}

	@Test
	void oneServerIsRefusedWhenAskedTo() throws Exception {
		ProvisioningSettings strict = new ProvisioningSettings(ProvisioningMode.UPDATE, "auth", Duration.ofSeconds(10),
				false, SingleServer.FAIL);
		assertThatExceptionOfType(StreamPlacementException.class)
			.isThrownBy(() -> new StreamProvisioner(this.connection, strict).provision(List.of(AUTH)))
			.withMessageContaining("AUTH_EVENTS wants 3 replica(s)")
			.satisfies((ex) -> assertThat(ex.getReplicas()).isEqualTo(3));
		assertThat(this.management.getStreamNames()).isEmpty();
		new StreamProvisioner(this.connection, strict).provision(List.of(AUTH.replicas(1)));
		assertThat(this.management.getStreamNames()).containsExactly("AUTH_EVENTS");
	}

	@Test
	void overlappingSubjectsAreNamedWithTheOtherStream() throws Exception {
		this.management
			.addStream(StreamConfiguration.builder().name("OLD").subjects("x.>", "auth.user.*", "auth.role").build());
		assertThatExceptionOfType(StreamSubjectsOverlapException.class)
			.isThrownBy(() -> provisioner("auth").provision(List.of(AUTH)))
			.withMessageContaining("'auth.>' with 'auth.user.*' of stream OLD")
			.satisfies((ex) -> assertThat(ex.getConflicts()).containsExactlyInAnyOrder(
					new SubjectConflict("auth.>", "OLD", "auth.user.*"),
					new SubjectConflict("auth.>", "OLD", "auth.role")));
	}

	@Test
	void overlappingDeclarationsAreRefusedWithoutAskingTheServer() {
		assertThatExceptionOfType(StreamSubjectsOverlapException.class)
			.isThrownBy(() -> provisioner("auth")
				.provision(List.of(AUTH, StreamDefinition.named("OTHER").subjects("auth.user"))))
			.withMessageContaining("'auth.user' with 'auth.>' of stream AUTH_EVENTS");
		assertThatIllegalArgumentException().isThrownBy(() -> provisioner("auth").provision(List.of(AUTH, AUTH)))
			.withMessage("Stream AUTH_EVENTS is declared twice");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> provisioner("auth").provision(List.of(StreamDefinition.named("EMPTY"))))
			.withMessage("Stream EMPTY is declared without subjects");
	}

	@Test
	void otherRefusalsCarryTheServersWords() {
		assertThatExceptionOfType(StreamProvisioningException.class)
			.isThrownBy(() -> provisioner("auth").provision(List.of(StreamDefinition.named("ALL").subjects(">"))))
			.withMessageContaining("The server refused stream ALL: capturing all subjects requires no-ack")
			.withMessageContaining("(10052)")
			.withCauseInstanceOf(JetStreamApiException.class);
	}

	@RepeatedTest(5)
	void manyInstancesMayStartAtOnce() {
		int instances = 4;
		CyclicBarrier start = new CyclicBarrier(instances);
		List<CompletableFuture<DeclaredStreams>> starts = IntStream.range(0, instances)
			.mapToObj((instance) -> CompletableFuture.supplyAsync(() -> {
				try {
					start.await();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
				// Different descriptions, so that whoever comes second loses the race.
				return provisioner("auth").provision(List.of(AUTH.description("instance " + instance), billing()));
			}, (task) -> new Thread(task).start()))
			.toList();
		assertThat(starts).allSatisfy((future) -> assertThat(future).succeedsWithin(Duration.ofSeconds(30)));
	}

	private StreamProvisioner provisioner(String owner) {
		return new StreamProvisioner(this.connection, ProvisioningSettings.ownedBy(owner));
	}

	private static StreamDefinition billing() {
		return ServiceStreams.definition("billing").withDefaults(StreamSettings.DEFAULTS);
	}

	private StreamConfiguration configuration(String stream) throws IOException, JetStreamApiException {
		return this.management.getStreamInfo(stream).getConfiguration();
	}

	private long messages(String stream) throws IOException, JetStreamApiException {
		return this.management.getStreamInfo(stream).getStreamState().getMsgCount();
	}

	private void publish(String subject, int count, int size) throws IOException, JetStreamApiException {
		for (int i = 0; i < count; i++) {
			this.connection.jetStream().publish(subject, new byte[size]);
		}
	}

}
