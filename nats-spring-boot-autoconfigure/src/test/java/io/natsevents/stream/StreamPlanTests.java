package io.natsevents.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.nats.client.api.CompressionOption;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PersistMode;
import io.nats.client.api.Placement;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class StreamPlanTests {

	private static final StreamDefinition DECLARED = StreamDefinition.named("AUTH_EVENTS")
		.subjects("auth.>")
		.withDefaults(StreamSettings.DEFAULTS);

	@Test
	void missingStreamIsCreatedWithEverythingDeclared() {
		PlannedStream planned = StreamPlan.of(List.of(DECLARED), Map.of(), ProvisioningSettings.ownedBy("auth"))
			.streams()
			.get(0);
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.MISSING);
		StreamConfiguration request = request(planned);
		assertThat(request.getSubjects()).containsExactly("auth.>");
		assertThat(request.getReplicas()).isEqualTo(3);
		assertThat(request.getMaxBytes()).isEqualTo(1L << 30);
		assertThat(request.getCompressionOption()).isEqualTo(CompressionOption.S2);
		assertThat(request.getMetadata()).isEqualTo(Map.of("io.natsevents.owner", "auth"));
		assertThat(request.getPersistMode()).isNull();
		assertThat(request.getPlacement()).isNull();
	}

	@Test
	void equalStreamNeedsNothing() {
		PlannedStream planned = plan(DECLARED, present((server) -> server));
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.EQUAL);
		assertThat(planned.request()).isNull();
		assertThat(planned.warnings()).isEmpty();
	}

	static Stream<Arguments> whatDoesNotCount() {
		return Stream.of(server((server) -> server.description("written by an operator")),
				server((server) -> server.addSubjects("legacy.auth.>")),
				server((server) -> server.metadata(Map.of("io.natsevents.owner", "auth", "team", "core", "_nats.ver",
						"2.15.1", "_nats.level", "5"))),
				server((server) -> server.maxMessages(5)), server((server) -> server.maximumMessageSize(100)),
				server((server) -> server.allowDirect(true)),
				server((server) -> server.placement(Placement.builder().cluster("C1").tags("ssd").build())),
				server((server) -> server.denyDelete(true)), server((server) -> server.allowMessageTtl(true)));
	}

	@ParameterizedTest
	@MethodSource("whatDoesNotCount")
	void whatOthersSetIsRespected(UnaryOperator<StreamConfiguration.Builder> foreign) {
		assertThat(plan(DECLARED, present(foreign)).outcome()).isEqualTo(StreamOutcome.EQUAL);
	}

	@Test
	void anUpdateKeepsWhatOthersSet() {
		ExistingStream present = present((server) -> server.description("operator")
			.addSubjects("legacy.>")
			.denyDelete(true)
			.placement(Placement.builder().cluster("C1").tags("ssd").build())
			.metadata(Map.of("io.natsevents.owner", "auth", "team", "core")));
		PlannedStream planned = plan(DECLARED.maxAge(Duration.ofDays(14)).metadata(Map.of("tier", "1")), present);
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.CHANGEABLE);
		StreamConfiguration request = request(planned);
		assertThat(request.getMaxAge()).isEqualTo(Duration.ofDays(14));
		assertThat(request.getDescription()).isEqualTo("operator");
		assertThat(request.getSubjects()).containsExactly("auth.>", "legacy.>");
		assertThat(request.getDenyDelete()).isTrue();
		assertThat(request.getPlacement()).isNotNull();
		assertThat(request.getPlacement().getCluster()).isEqualTo("C1");
		assertThat(request.getPlacement().getTags()).containsExactly("ssd");
		assertThat(request.getMetadata()).isEqualTo(Map.of("io.natsevents.owner", "auth", "team", "core", "tier", "1"));
	}

	static Stream<Arguments> changes() {
		return Stream.of(change("description: '' -> 'x'", (definition) -> definition.description("x")),
				change("discard: old -> new", (definition) -> definition.discard(DiscardPolicy.New)),
				change("retention: limits -> interest", (definition) -> definition.retention(RetentionPolicy.Interest)),
				change("max-age: 7d -> 14d", (definition) -> definition.maxAge(Duration.ofDays(14))),
				change("max-age: 7d -> unlimited", (definition) -> definition.maxAge(Duration.ZERO)),
				change("max-bytes: 1GB -> 2GB", (definition) -> definition.maxBytes(2L << 30)),
				change("max-messages: unlimited -> 10", (definition) -> definition.maxMessages(10)),
				change("max-messages-per-subject: unlimited -> 2", (definition) -> definition.maxMessagesPerSubject(2)),
				change("max-message-size: unlimited -> 1KB", (definition) -> definition.maxMessageSize(1024)),
				change("replicas: 3 -> 1", (definition) -> definition.replicas(1)),
				change("duplicate-window: 2m -> 90s",
						(definition) -> definition.duplicateWindow(Duration.ofSeconds(90))),
				change("compression: on -> off", (definition) -> definition.compression(false)),
				change("placement.cluster:  -> C2", (definition) -> definition.placementCluster("C2")),
				change("placement.tags: [] -> [a, b]", (definition) -> definition.placementTags("b", "a")),
				change("allow-direct: false -> true", (definition) -> definition.allowDirect(true)),
				change("metadata.tier: none -> 1", (definition) -> definition.metadata(Map.of("tier", "1"))),
				change("subjects: [auth.>] -> [auth.>, session.>]",
						(definition) -> definition.subjects("auth.>", "session.>")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("changes")
	void everyChangeableSettingIsNamedAndRequested(String difference, UnaryOperator<StreamDefinition> change) {
		StreamDefinition declared = change.apply(DECLARED);
		PlannedStream planned = plan(declared, present((server) -> server));
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.CHANGEABLE);
		assertThat(planned.differences()).extracting(FieldDifference::toString).containsExactly(difference);
		assertThat(StreamComparison.differences(declared, request(planned))).isEmpty();
	}

	static Stream<Arguments> refusedChanges() {
		return Stream.of(
				change("storage is file and cannot be changed to memory",
						(definition) -> definition.storage(StorageType.Memory)),
				change("retention is limits and cannot be changed to workqueue",
						(definition) -> definition.retention(RetentionPolicy.WorkQueue)),
				change("cannot move and scale", (definition) -> definition.replicas(1).placementTags("ssd")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refusedChanges")
	void whatCannotBeChangedIsRefusedWithBothValues(String refusal, UnaryOperator<StreamDefinition> change) {
		PlannedStream planned = plan(change.apply(DECLARED), present((server) -> server));
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.NOT_CHANGEABLE);
		assertThat(planned.request()).isNull();
		assertThat(planned.refusals()).singleElement().asString().contains(refusal);
		assertThat(new StreamNotChangeableException(planned)).hasMessageContaining("AUTH_EVENTS")
			.hasMessageContaining(refusal);
	}

	@Test
	void subjectsAlreadyCoveredAreNotAdded() {
		assertThat(plan(DECLARED.subjects("auth.user.>"), present((server) -> server)).outcome())
			.isEqualTo(StreamOutcome.EQUAL);
	}

	@Test
	void aWiderSubjectReplacesTheOneItCovers() {
		PlannedStream planned = plan(DECLARED, present((server) -> server.subjects("auth.user.>", "legacy.>")));
		assertThat(request(planned).getSubjects()).containsExactly("legacy.>", "auth.>");
	}

	@Test
	void subjectsThatOnlyOverlapAreRefused() {
		PlannedStream planned = plan(DECLARED.subjects("auth.*.created"),
				present((server) -> server.subjects("auth.user.*")));
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.NOT_CHANGEABLE);
		assertThat(planned.refusals()).singleElement()
			.asString()
			.startsWith("subject 'auth.*.created' overlaps 'auth.user.*'");
	}

	static Stream<Arguments> lossyChanges() {
		return Stream.of(
				change("max-bytes 9999B is below the 10000B that are stored",
						(definition) -> definition.maxBytes(9999)),
				change("max-messages 19 is below the 20 events that are stored",
						(definition) -> definition.maxMessages(19)),
				change("20 events of 5 subjects are stored, so up to 16 of one",
						(definition) -> definition.maxMessagesPerSubject(15)),
				change("max-age 1d is below the age of the oldest of 20 stored events, 2d",
						(definition) -> definition.maxAge(Duration.ofDays(1))),
				change("retention interest deletes every event no consumer waits for, and 20 events are stored",
						(definition) -> definition.retention(RetentionPolicy.Interest)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("lossyChanges")
	void anUpdateThatDeletesEventsNowIsRefusedUnlessAllowed(String loss, UnaryOperator<StreamDefinition> change) {
		ExistingStream filled = filled((server) -> server);
		PlannedStream refused = plan(change.apply(DECLARED), filled);
		assertThat(refused.outcome()).isEqualTo(StreamOutcome.DELETES_DATA);
		assertThat(refused.request()).isNull();
		assertThat(refused.refusals()).singleElement().asString().contains(loss);
		assertThat(new StreamDataLossException(refused)).hasMessageContaining(loss)
			.hasMessageContaining("allow-data-loss");
		PlannedStream allowed = StreamPlan
			.of(List.of(change.apply(DECLARED)), Map.of("AUTH_EVENTS", filled), new ProvisioningSettings(
					ProvisioningMode.UPDATE, "auth", Duration.ofSeconds(10), true, SingleServer.REDUCE_REPLICAS))
			.streams()
			.get(0);
		assertThat(allowed.outcome()).isEqualTo(StreamOutcome.CHANGEABLE);
		assertThat(allowed.warnings()).singleElement().asString().contains(loss);
	}

	static Stream<Arguments> lowerLimits() {
		return Stream.of(change("lowers max-bytes from 1GB to 10000B", (definition) -> definition.maxBytes(10_000)),
				change("lowers max-messages from unlimited to 20", (definition) -> definition.maxMessages(20)),
				change("lowers max-messages-per-subject from unlimited to 16",
						(definition) -> definition.maxMessagesPerSubject(16)),
				change("lowers max-age from 7d to 3d, max-bytes from 1GB to 512MB",
						(definition) -> definition.maxAge(Duration.ofDays(3)).maxBytes(512L << 20)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("lowerLimits")
	void aLowerLimitThatDeletesNothingIsAppliedWithOneWarning(String warning, UnaryOperator<StreamDefinition> change) {
		PlannedStream planned = plan(change.apply(DECLARED), filled((server) -> server));
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.CHANGEABLE);
		assertThat(planned.warnings()).singleElement().asString().startsWith(warning);
	}

	@Test
	void aFullStreamThatRefusesEventsDeletesNoneForSmallerTotals() {
		ExistingStream filled = filled((server) -> server.discardPolicy(DiscardPolicy.New));
		StreamDefinition refusing = DECLARED.discard(DiscardPolicy.New);
		assertThat(plan(refusing.maxBytes(1), filled).outcome()).isEqualTo(StreamOutcome.CHANGEABLE);
		assertThat(plan(refusing.maxMessages(1), filled).outcome()).isEqualTo(StreamOutcome.CHANGEABLE);
		assertThat(plan(refusing.maxMessagesPerSubject(1), filled).outcome()).isEqualTo(StreamOutcome.DELETES_DATA);
	}

	@Test
	void aStreamBeyondItsLimitsLosesEventsWhenItBeginsToDiscardOldOnes() {
		ExistingStream overfull = filled((server) -> server.discardPolicy(DiscardPolicy.New).maxMessages(5));
		PlannedStream planned = plan(DECLARED.maxMessages(5), overfull);
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.DELETES_DATA);
		assertThat(planned.refusals()).containsExactly("max-messages 5 is below the 20 events that are stored");
	}

	@Test
	void aStreamWithoutOwnerIsAdopted() {
		PlannedStream planned = plan(DECLARED, present((server) -> server.metadata(Map.of("team", "core"))));
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.CHANGEABLE);
		assertThat(request(planned).getMetadata()).isEqualTo(Map.of("team", "core", "io.natsevents.owner", "auth"));
	}

	@Test
	void aStreamOfAnotherApplicationIsOnlyCompared() {
		ExistingStream present = present(
				(server) -> server.metadata(Map.of("io.natsevents.owner", "billing")).storageType(StorageType.Memory));
		PlannedStream planned = plan(DECLARED.maxAge(Duration.ofDays(1)), present);
		assertThat(planned.outcome()).isEqualTo(StreamOutcome.OWNED_BY_ANOTHER);
		assertThat(planned.request()).isNull();
		assertThat(planned.warnings()).containsExactly(
				"storage is memory but declared here as file; left alone, because 'billing' owns the stream",
				"max-age is 7d but declared here as 1d; left alone, because 'billing' owns the stream");
	}

	@ParameterizedTest
	@CsvSource({ "auth, EQUAL", "billing, OWNED_BY_ANOTHER" })
	void asynchronousPersistenceIsReportedAsDrift(String owner, StreamOutcome outcome) {
		PlannedStream planned = plan(DECLARED, present(
				(server) -> server.persistMode(PersistMode.Async).metadata(Map.of("io.natsevents.owner", owner))));
		assertThat(planned.outcome()).isEqualTo(outcome);
		assertThat(planned.warnings()).singleElement().asString().contains("persist_mode is async");
	}

	@Test
	void thePlanPrintsItself() {
		StreamPlan plan = StreamPlan.of(
				List.of(DECLARED.maxBytes(2L << 30), StreamDefinition.named("NEW").subjects("new.>")),
				Map.of("AUTH_EVENTS", present((server) -> server.persistMode(PersistMode.Async))),
				ProvisioningSettings.ownedBy("auth"));
		assertThat(plan.describe().lines()).satisfiesExactly(
				(line) -> assertThat(line).isEqualTo("AUTH_EVENTS: CHANGEABLE"),
				(line) -> assertThat(line).isEqualTo("  max-bytes: 1GB -> 2GB"),
				(line) -> assertThat(line).startsWith("  warning: persist_mode is async"),
				(line) -> assertThat(line).isEqualTo("NEW: MISSING"));
	}

	private static PlannedStream plan(StreamDefinition definition, ExistingStream existing) {
		return StreamPlan.of(List.of(definition), Map.of("AUTH_EVENTS", existing), ProvisioningSettings.ownedBy("auth"))
			.streams()
			.get(0);
	}

	private static StreamConfiguration request(PlannedStream planned) {
		StreamConfiguration request = planned.request();
		assertThat(request).isNotNull();
		return request;
	}

	private static ExistingStream present(UnaryOperator<StreamConfiguration.Builder> server) {
		return new ExistingStream(server.apply(asDeclared()).build(), 0, 0, 0, Duration.ZERO, Map.of());
	}

	private static ExistingStream filled(UnaryOperator<StreamConfiguration.Builder> server) {
		return new ExistingStream(server.apply(asDeclared()).build(), 20, 10_000, 5, Duration.ofDays(2), Map.of());
	}

	private static StreamConfiguration.Builder asDeclared() {
		return StreamConfiguration.builder()
			.name("AUTH_EVENTS")
			.subjects("auth.>")
			.storageType(StorageType.File)
			.retentionPolicy(RetentionPolicy.Limits)
			.discardPolicy(DiscardPolicy.Old)
			.maxAge(Duration.ofDays(7))
			.maxBytes(1L << 30)
			.replicas(3)
			.duplicateWindow(Duration.ofMinutes(2))
			.compressionOption(CompressionOption.S2)
			.metadata(Map.of("io.natsevents.owner", "auth"));
	}

	private static Arguments change(String text, UnaryOperator<StreamDefinition> change) {
		return arguments(text, change);
	}

	private static Arguments server(UnaryOperator<StreamConfiguration.Builder> change) {
		return arguments(change);
	}

}
