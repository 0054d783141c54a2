package io.natsevents.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for partitions of streams on a server: which difference is a change, and which
 * fails the start.
 */
@NatsServerTest
@Tag("compat")
class PartitionProvisioningTests {

	private static final String STREAM = "AUTH_EVENTS";

	private static final String STAMP = "io.natsevents.partitions";

	private static final String PROPERTY = "nats.jetstream.streams.AUTH_EVENTS.partitions";

	private static final StreamDefinition NONE = ServiceStreams.definition("auth")
		.withDefaults(StreamSettings.DEFAULTS);

	private static final StreamDefinition EIGHT = NONE.partitions(8);

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

	@ParameterizedTest
	@EnumSource(names = { "CREATE", "UPDATE" })
	void aNewStreamIsStampedAndFoundEqualAfterwards(ProvisioningMode mode) throws Exception {
		assertThat(provision(mode, EIGHT).partitions("auth.user.created")).isEqualTo(8);
		assertThat(metadata()).containsEntry(STAMP, "8").containsEntry(StreamOwner.KEY, "auth");
		for (ProvisioningMode next : ProvisioningMode.values()) {
			provision("auth", next, EIGHT);
			provision("other", next, EIGHT);
		}
		assertThat(metadata()).containsEntry(STAMP, "8").containsEntry(StreamOwner.KEY, "auth");
	}

	@ParameterizedTest
	@EnumSource(names = { "VERIFY", "CREATE", "UPDATE" })
	void anotherNumberFailsTheStart(ProvisioningMode mode) throws Exception {
		provision(ProvisioningMode.UPDATE, EIGHT);
		for (String application : List.of("auth", "other")) {
			fails(application, mode, NONE.partitions(4))
				.withMessageContaining("it has 8 partitions, and 4 are declared here, so one key would have two. Set "
						+ PROPERTY + "=8; another number needs another stream");
		}
		assertThat(metadata()).containsEntry(STAMP, "8");
	}

	@ParameterizedTest
	@EnumSource(names = { "VERIFY", "CREATE", "UPDATE" })
	void noneDeclaredForAStreamThatHasSomeFailsTheStart(ProvisioningMode mode) throws Exception {
		provision(ProvisioningMode.UPDATE, EIGHT);
		for (String application : List.of("auth", "other")) {
			fails(application, mode, NONE)
				.withMessageContaining("it has 8 partitions, and none are declared here, so this application would"
						+ " store events in none. Set " + PROPERTY + "=8");
		}
		assertThat(metadata()).containsEntry(STAMP, "8");
	}

	@Test
	void modeNoneAsksNothing() throws Exception {
		provision(ProvisioningMode.UPDATE, EIGHT);
		assertThat(provision(ProvisioningMode.NONE, NONE.partitions(4)).partitions("auth.user.created")).isEqualTo(4);
	}

	@Test
	void updateTurnsThemOnForAStreamWithoutDurablesAndKeepsWhatOthersSet() throws Exception {
		provision(ProvisioningMode.UPDATE, NONE);
		Map<String, String> metadata = new LinkedHashMap<>(metadata());
		metadata.put("team", "core");
		this.management.updateStream(StreamConfiguration.builder(configuration()).metadata(metadata).build());
		provision(ProvisioningMode.UPDATE, EIGHT);
		assertThat(metadata()).containsEntry(STAMP, "8").containsEntry("team", "core");
	}

	@Test
	void turningThemOnForTheStreamOfAnotherApplicationFailsTheStart() throws Exception {
		provision(ProvisioningMode.UPDATE, NONE);
		for (ProvisioningMode mode : List.of(ProvisioningMode.VERIFY, ProvisioningMode.CREATE,
				ProvisioningMode.UPDATE)) {
			fails("other", mode, EIGHT)
				.withMessageContaining("it has no partitions, 8 are declared here, and 'auth' owns it. Set " + PROPERTY
						+ "=8 in 'auth' and start that first, or take the property away here");
		}
		assertThat(metadata()).doesNotContainKey(STAMP);
	}

	@Test
	void createNeverTurnsThemOnForAStreamThatExists() throws Exception {
		provision(ProvisioningMode.UPDATE, NONE);
		fails("auth", ProvisioningMode.CREATE, EIGHT)
			.withMessageContaining("it has no partitions, 8 are declared here, and provisioning.mode is create")
			.withMessageContaining("Start once with update, or take " + PROPERTY + " away");
		assertThat(metadata()).doesNotContainKey(STAMP);
	}

	@Test
	void verifySaysThatTheyDiffer() throws Exception {
		provision(ProvisioningMode.UPDATE, NONE);
		assertThatExceptionOfType(StreamVerificationException.class)
			.isThrownBy(() -> provision(ProvisioningMode.VERIFY, EIGHT))
			.withMessageContaining("AUTH_EVENTS: CHANGEABLE\n  partitions: none -> 8");
		assertThat(metadata()).doesNotContainKey(STAMP);
	}

	@Test
	void durablesThatWouldMissEventsAreNamedWithTheirFilters() throws Exception {
		provision(ProvisioningMode.UPDATE, NONE);
		durable("mailer", "auth.user.created");
		durable("audit", "auth.user.*", "auth.role.>");
		durable("fine", "auth.user.created", "auth.user.created.*");
		fails("auth", ProvisioningMode.UPDATE, EIGHT)
			.withMessageContaining("it has no partitions, 8 are declared here, and durables filter so that they would"
					+ " not see an event of a partition: audit [auth.user.*, auth.role.>] lacks [auth.user.*.*],"
					+ " mailer [auth.user.created] lacks [auth.user.created.*]. Add to each what it lacks");
		assertThat(metadata()).doesNotContainKey(STAMP);
		durable("mailer", "auth.user.created", "auth.user.created.*");
		this.management.deleteConsumer(STREAM, "audit");
		provision(ProvisioningMode.UPDATE, EIGHT);
		assertThat(metadata()).containsEntry(STAMP, "8");
	}

	@Test
	void durablesThatSeeEverythingAndConsumersThatAreNotDurableDoNotStandInTheWay() throws Exception {
		provision(ProvisioningMode.UPDATE, NONE);
		durable("all");
		durable("open", "auth.user.>");
		durable("every", ">");
		durable("pair", "auth.user.*", "auth.user.*.*");
		this.management.createConsumer(STREAM,
				ConsumerConfiguration.builder().name("passing").filterSubject("auth.user.created").build());
		provision(ProvisioningMode.UPDATE, EIGHT);
		assertThat(metadata()).containsEntry(STAMP, "8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "many", "0" })
	void aStampThatIsNoNumberFailsTheStart(String stamp) throws Exception {
		provision(ProvisioningMode.UPDATE, NONE);
		this.management
			.updateStream(StreamConfiguration.builder(configuration()).metadata(Map.of(STAMP, stamp)).build());
		for (StreamDefinition definition : List.of(NONE, EIGHT)) {
			fails("auth", ProvisioningMode.UPDATE, definition)
				.withMessageContaining("has '" + stamp + "' in its metadata");
		}
	}

	private ThrowableAssertAlternative<StreamProvisioningException> fails(String application, ProvisioningMode mode,
			StreamDefinition definition) {
		return assertThatExceptionOfType(StreamProvisioningException.class)
			.isThrownBy(() -> provision(application, mode, definition))
			.withMessageContaining(STREAM);
	}

	private DeclaredStreams provision(ProvisioningMode mode, StreamDefinition definition) {
		return provision("auth", mode, definition);
	}

	private DeclaredStreams provision(String owner, ProvisioningMode mode, StreamDefinition definition) {
		return new StreamProvisioner(this.connection, ProvisioningSettings.ownedBy(owner).withMode(mode))
			.provision(List.of(definition));
	}

	private void durable(String name, String... filters) throws Exception {
		this.management.addOrUpdateConsumer(STREAM,
				ConsumerConfiguration.builder()
					.durable(name)
					.filterSubjects(filters)
					.ackPolicy(AckPolicy.Explicit)
					.build());
	}

	private StreamConfiguration configuration() throws Exception {
		return this.management.getStreamInfo(STREAM).getConfiguration();
	}

	private Map<String, String> metadata() throws Exception {
		return configuration().getMetadata();
	}

}
