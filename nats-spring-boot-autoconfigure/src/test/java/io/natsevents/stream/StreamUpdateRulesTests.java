package io.natsevents.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Asks the server whether the plan is right: what it calls changeable must be accepted
 * and kept, what it refuses must be refused, and events must go exactly when it says so.
 */
@Tag("compat")
@NatsServerTest
class StreamUpdateRulesTests {

	private static final int STORED = 20;

	private static final AtomicInteger NUMBER = new AtomicInteger();

	/**
	 * Another name each time: a stream made under the name of one just deleted once held
	 * its events, on a machine with much to do (nats-server 2.15.1).
	 */
	private final String name = "RULES_" + NUMBER.incrementAndGet();

	private final StreamDefinition declared = StreamDefinition.named(this.name)
		.subjects("rules.>")
		.replicas(1)
		.withDefaults(StreamSettings.DEFAULTS);

	private Connection connection;

	private JetStreamManagement management;

	@BeforeEach
	void connect(NatsServer server) throws Exception {
		this.connection = Nats.connect(server.url());
		this.management = this.connection.jetStreamManagement();
	}

	@AfterEach
	void removeStream() throws Exception {
		this.management.deleteStream(this.name);
		this.connection.close();
	}

	static Stream<Change> changes() {
		return Stream.of(new Change("description", (declared) -> declared.description("x")),
				new Change("discard new", (declared) -> declared.discard(DiscardPolicy.New)),
				new Change("longer max-age", (declared) -> declared.maxAge(Duration.ofDays(30))),
				new Change("no max-age", (declared) -> declared.maxAge(Duration.ZERO)),
				new Change("shorter max-age", (declared) -> declared.maxAge(Duration.ofMinutes(5))),
				new Change("larger max-bytes", (declared) -> declared.maxBytes(2L << 30)),
				new Change("no max-bytes", (declared) -> declared.maxBytes(-1)),
				new Change("smaller max-bytes", (declared) -> declared.maxBytes(100_000)),
				new Change("max-messages", (declared) -> declared.maxMessages(STORED)),
				new Change("max-messages-per-subject", (declared) -> declared.maxMessagesPerSubject(STORED)),
				new Change("max-message-size", (declared) -> declared.maxMessageSize(10)),
				new Change("duplicate-window", (declared) -> declared.duplicateWindow(Duration.ofMinutes(5))),
				new Change("compression off", (declared) -> declared.compression(false)),
				new Change("placement", (declared) -> declared.placementCluster("C").placementTags("a")),
				new Change("allow-direct", (declared) -> declared.allowDirect(true)),
				new Change("metadata", (declared) -> declared.metadata(Map.of("team", "core"))),
				new Change("subjects", (declared) -> declared.subjects("rules.>", "more.>")),
				new Change("max-bytes when full with discard new",
						(declared) -> declared.discard(DiscardPolicy.New).maxBytes(10_000)),
				new Change("max-messages when full with discard new",
						(declared) -> declared.discard(DiscardPolicy.New).maxMessages(10)));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void theServerAcceptsAndKeepsWhatThePlanCallsChangeable(Change change) throws Exception {
		PlannedStream planned = planned(change, false);
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.CHANGEABLE);
		StreamInfo updated = this.management.updateStream(planned.request());
		assertThat(StreamComparison.differences(change.apply(this.declared), updated.getConfiguration())).isEmpty();
		assertThat(messages()).isEqualTo(STORED);
	}

	static Stream<Change> immovable() {
		return Stream.of(new Change("storage", (declared) -> declared.storage(StorageType.Memory)),
				new Change("limits to work queue", (declared) -> declared.retention(RetentionPolicy.WorkQueue)));
	}

	@ParameterizedTest
	@MethodSource("immovable")
	void theServerRefusesWhatThePlanCallsNotChangeable(Change change) throws Exception {
		PlannedStream planned = planned(change, true);
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.NOT_CHANGEABLE);
		StreamConfiguration forced = new StreamMerge("rules").update(change.apply(this.declared), planned.present());
		assertThatExceptionOfType(JetStreamApiException.class).isThrownBy(() -> this.management.updateStream(forced))
			.satisfies((ex) -> assertThat(ex.getApiErrorCode()).isEqualTo(10052));
	}

	static Stream<Change> lossy() {
		return Stream.of(new Change("max-bytes", (declared) -> declared.maxBytes(10_000)),
				new Change("max-messages", (declared) -> declared.maxMessages(10)));
	}

	@ParameterizedTest
	@MethodSource("lossy")
	void theServerDeletesEventsWhenThePlanSaysSo(Change change) throws Exception {
		assertThat(planned(change, false).outcome()).isEqualTo(StreamOutcome.DELETES_DATA);
		this.management.updateStream(plan(change, true).request());
		assertThat(messages()).isLessThan(STORED);
	}

	static Stream<Change> lossyInNewerServers() {
		return Stream.of(new Change("max-messages-per-subject", (declared) -> declared.maxMessagesPerSubject(10)),
				new Change("max-messages-per-subject with discard new",
						(declared) -> declared.discard(DiscardPolicy.New).maxMessagesPerSubject(10)),
				new Change("interest", (declared) -> declared.retention(RetentionPolicy.Interest)));
	}

	/**
	 * 2.15.1 deletes at once, 2.10.27 does not; the plan treats both alike, because an
	 * upgraded or restarted server may.
	 */
	@ParameterizedTest
	@MethodSource("lossyInNewerServers")
	void newerServersDeleteEventsWhenThePlanSaysSo(Change change) throws Exception {
		assertThat(planned(change, false).outcome()).isEqualTo(StreamOutcome.DELETES_DATA);
		this.management.updateStream(plan(change, true).request());
		if (this.connection.getServerInfo().isSameOrNewerThanVersion("2.11.0")) {
			assertThat(messages()).isLessThan(STORED);
		}
		else {
			assertThat(messages()).isEqualTo(STORED);
		}
	}

	private PlannedStream planned(Change change, boolean allowDataLoss) throws Exception {
		new StreamProvisioner(this.connection, ProvisioningSettings.ownedBy("rules")).provision(List.of(this.declared));
		for (int i = 0; i < STORED; i++) {
			this.connection.jetStream().publish("rules.broken", new byte[1000]);
		}
		return plan(change, allowDataLoss);
	}

	private PlannedStream plan(Change change, boolean allowDataLoss) throws Exception {
		StreamInfo info = this.management.getStreamInfo(this.name);
		ExistingStream existing = ExistingStream.of(info, info.getCreateTime().toInstant());
		return StreamPlan.of(List.of(change.apply(this.declared)), Map.of(this.name, existing),
				new ProvisioningSettings(ProvisioningMode.UPDATE, "rules", Duration.ofSeconds(10), allowDataLoss,
						SingleServer.REDUCE_REPLICAS))
			.streams()
			.get(0);
	}

	private long messages() throws Exception {
		return this.management.getStreamInfo(this.name).getStreamState().getMsgCount();
	}

	record Change(String name, UnaryOperator<StreamDefinition> change) {

		StreamDefinition apply(StreamDefinition definition) {
			return this.change.apply(definition);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
