package io.natsevents.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PersistMode;
import io.nats.client.api.Placement;
import io.nats.client.api.Republish;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StreamCustomization}.
 */
@NatsServerTest
class StreamCustomizationTests {

	private static final StreamDefinition AUTH = StreamDefinition.named("AUTH_EVENTS")
		.subjects("auth.>")
		.withDefaults(StreamSettings.DEFAULTS)
		.replicas(1);

	@Test
	void whatNoPropertyReachesIsCreatedUpdatedAndThenLeftAlone(NatsServer server) throws Exception {
		StreamCustomization first = new StreamCustomization(
				List.of((stream, configuration) -> configuration.denyDelete(true)
					.maxConsumers(9)
					.maxAge(Duration.ofDays(3))
					.republish(Republish.builder().source("auth.>").destination("copy.>").build())));
		StreamCustomization second = new StreamCustomization(
				List.of((stream, configuration) -> configuration.denyDelete(true)
					.maxConsumers(9)
					.republish(Republish.builder().source("auth.>").destination("other.>").build())));
		try (Connection connection = Nats.connect(server.url())) {
			StreamProvisioner provisioner = new StreamProvisioner(connection, ProvisioningSettings.ownedBy("auth"));
			provisioner.provision(List.of(first.apply(AUTH)));
			StreamConfiguration created = configuration(connection);
			assertThat(created.getDenyDelete()).isTrue();
			assertThat(created.getMaxConsumers()).isEqualTo(9);
			assertThat(created.getMaxAge()).isEqualTo(Duration.ofDays(3));
			assertThat(created.getRepublish().getDestination()).isEqualTo("copy.>");
			assertThat(provisioner.plan(List.of(first.apply(AUTH))).streams().get(0).outcome())
				.isEqualTo(StreamOutcome.EQUAL);
			assertThat(provisioner.plan(List.of(second.apply(AUTH))).streams().get(0).differences())
				.extracting(FieldDifference::field)
				.containsExactlyInAnyOrder("max-age", "republish");
			provisioner.provision(List.of(second.apply(AUTH)));
			assertThat(configuration(connection).getRepublish().getDestination()).isEqualTo("other.>");
			assertThat(configuration(connection).getDenyDelete()).isTrue();
			assertThat(provisioner.plan(List.of(second.apply(AUTH))).streams().get(0).outcome())
				.isEqualTo(StreamOutcome.EQUAL);
		}
	}

	/**
	 * Before 2.11 the server accepts such a stream and silently leaves the setting out.
	 */
	@Tag("compat")
	@Test
	void aSettingTheServerDoesNotKnowIsMissed(NatsServer server) throws Exception {
		StreamDefinition expiring = new StreamCustomization(
				List.of((stream, configuration) -> configuration.allowMessageTtl()))
			.apply(StreamDefinition.named("SESSION_EVENTS").subjects("session.>").withDefaults(AUTH.settings()));
		try (Connection connection = Nats.connect(server.url())) {
			StreamProvisioner provisioner = new StreamProvisioner(connection, ProvisioningSettings.ownedBy("auth"));
			if (connection.getServerInfo().isSameOrNewerThanVersion("2.11.0")) {
				provisioner.provision(List.of(expiring));
				assertThat(configuration(connection, "SESSION_EVENTS").getAllowMessageTtl()).isTrue();
			}
			else {
				assertThatExceptionOfType(StreamConfigurationDroppedException.class)
					.isThrownBy(() -> provisioner.provision(List.of(expiring)))
					.withMessageContaining("accepted stream SESSION_EVENTS but did not keep allow_msg_ttl")
					.withMessageContaining(connection.getServerInfo().getVersion());
			}
		}
	}

	@Test
	void whatIsASettingBecomesOne() {
		StreamDefinition customized = new StreamCustomization(
				List.of((stream, configuration) -> configuration.description("of " + stream)
					.discardPolicy(DiscardPolicy.New)
					.maxBytes(5)
					.maxMessages(4)
					.maxMessagesPerSubject(3)
					.maximumMessageSize(2)
					.duplicateWindow(Duration.ofSeconds(9))
					.allowDirect(true)
					.subjects("auth.>", "more.>")
					.metadata(Map.of("team", "growth"))
					.placement(Placement.builder().cluster("eu").tags("ssd").build())))
			.apply(AUTH);
		assertThat(customized).isEqualTo(AUTH.subjects("auth.>", "more.>")
			.description("of AUTH_EVENTS")
			.discard(DiscardPolicy.New)
			.maxBytes(5)
			.maxMessages(4)
			.maxMessagesPerSubject(3)
			.maxMessageSize(2)
			.duplicateWindow(Duration.ofSeconds(9))
			.allowDirect(true)
			.placementCluster("eu")
			.placementTags("ssd")
			.metadata(Map.of("team", "growth")));
	}

	@Test
	void customizersAreAppliedInTheirOrder() {
		StreamDefinition customized = new StreamCustomization(
				List.of((stream, configuration) -> configuration.maxConsumers(1),
						(stream, configuration) -> configuration.maxConsumers(2)))
			.apply(AUTH);
		assertThat(customized.otherFields()).containsExactly(Map.entry("max_consumers", "2"));
		assertThat(customized.settings()).isEqualTo(AUTH.settings());
	}

	@Test
	void whatConfirmedEventsRestOnIsNotACustomizersToChange() {
		assertRefused("no_ack", (stream, configuration) -> configuration.noAck(true));
		assertRefused("name", (stream, configuration) -> configuration.name("OTHER"));
		assertRefused("persist_mode", (stream, configuration) -> configuration.persistMode(PersistMode.Async));
	}

	private static void assertRefused(String field, StreamConfigurationCustomizer customizer) {
		assertThatExceptionOfType(StreamProvisioningException.class)
			.isThrownBy(() -> new StreamCustomization(List.of(customizer)).apply(AUTH))
			.withMessageContaining("Customizer " + customizer + " changes '" + field + "' of stream AUTH_EVENTS");
	}

	private static StreamConfiguration configuration(Connection connection) throws Exception {
		return configuration(connection, "AUTH_EVENTS");
	}

	private static StreamConfiguration configuration(Connection connection, String stream) throws Exception {
		return connection.jetStreamManagement().getStreamInfo(stream).getConfiguration();
	}

}
