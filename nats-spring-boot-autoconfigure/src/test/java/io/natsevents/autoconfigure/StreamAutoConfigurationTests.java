package io.natsevents.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.natsevents.stream.DeclaredStream;
import io.natsevents.stream.ProvisioningSettings;
import io.natsevents.stream.StreamDefinition;
import io.natsevents.stream.StreamProvisioner;
import io.natsevents.stream.StreamSettings;
import io.natsevents.stream.StreamStartup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamAutoConfiguration}.
 */
class StreamAutoConfigurationTests {

	@Test
	void withoutPropertiesThereAreOnlyTheStreamsOfDeadLettersAndTrials() {
		TestApplication.notStarted().run((context) -> {
			assertThat(streams(context)).containsOnlyKeys("DLQ_EVENTS", "DLQ_TRIALS");
			assertThat(context.getBean(StreamProvisioner.class)).extracting("settings")
				.isEqualTo(ProvisioningSettings.ownedBy("app"));
		});
	}

	@Test
	void aServiceDeclaresAStreamWithTheDefaults() {
		TestApplication.notStarted().withPropertyValues("nats.jetstream.services=auth,ai-agent").run((context) -> {
			assertThat(streams(context)).containsOnlyKeys("AUTH_EVENTS", "AI_AGENT_EVENTS", "DLQ_EVENTS", "DLQ_TRIALS");
			StreamDefinition stream = streams(context).get("AI_AGENT_EVENTS");
			assertThat(stream.subjects()).containsExactly("ai-agent.>");
			StreamSettings settings = stream.settings();
			assertThat(settings.storage()).isEqualTo(StorageType.File);
			assertThat(settings.retention()).isEqualTo(RetentionPolicy.Limits);
			assertThat(settings.discard()).isEqualTo(DiscardPolicy.Old);
			assertThat(settings.maxAge()).isEqualTo(Duration.ofDays(7));
			assertThat(settings.maxBytes()).isEqualTo(DataSize.ofGigabytes(1).toBytes());
			assertThat(settings.replicas()).isEqualTo(3);
			assertThat(settings.duplicateWindow()).isEqualTo(Duration.ofMinutes(2));
		});
	}

	@Test
	void everyPropertyReachesTheStream() {
		TestApplication.notStarted()
			.withPropertyValues(prefixed("nats.jetstream.streams.orders.", "subjects=orders.>,payments.>",
					"description=Orders", "storage=memory", "retention=work-queue", "discard=new", "max-age=1d",
					"max-bytes=10MB", "max-messages=11", "max-messages-per-subject=12", "max-message-size=13KB",
					"replicas=1", "duplicate-window=14s", "compression=false", "placement.cluster=east",
					"placement.tags=ssd,fast", "allow-direct=true", "metadata.team=checkout"))
			.run((context) -> {
				StreamDefinition stream = streams(context).get("orders");
				assertThat(stream.subjects()).containsExactly("orders.>", "payments.>");
				StreamSettings settings = stream.settings();
				assertThat(settings.description()).isEqualTo("Orders");
				assertThat(settings.storage()).isEqualTo(StorageType.Memory);
				assertThat(settings.retention()).isEqualTo(RetentionPolicy.WorkQueue);
				assertThat(settings.discard()).isEqualTo(DiscardPolicy.New);
				assertThat(settings.maxAge()).isEqualTo(Duration.ofDays(1));
				assertThat(settings.maxBytes()).isEqualTo(DataSize.ofMegabytes(10).toBytes());
				assertThat(settings.maxMessages()).isEqualTo(11);
				assertThat(settings.maxMessagesPerSubject()).isEqualTo(12);
				assertThat(settings.maxMessageSize()).isEqualTo(DataSize.ofKilobytes(13).toBytes());
				assertThat(settings.replicas()).isEqualTo(1);
				assertThat(settings.duplicateWindow()).isEqualTo(Duration.ofSeconds(14));
				assertThat(settings.compression()).isFalse();
				assertThat(settings.placementCluster()).isEqualTo("east");
				assertThat(settings.placementTags()).containsExactly("ssd", "fast");
				assertThat(settings.allowDirect()).isTrue();
				assertThat(settings.metadata()).isEqualTo(Map.of("team", "checkout"));
			});
	}

	@Test
	void anEntryRefinesTheStreamOfAService() {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.services=auth", "nats.jetstream.stream-defaults.replicas=1",
					"nats.jetstream.stream-defaults.max-age=3d", "nats.jetstream.streams.auth-events.max-age=1d",
					"nats.jetstream.streams.auth-events.subjects=legacy.auth.>")
			.run((context) -> {
				StreamDefinition stream = streams(context).get("AUTH_EVENTS");
				assertThat(stream.subjects()).containsExactly("auth.>", "legacy.auth.>");
				assertThat(stream.settings().maxAge()).isEqualTo(Duration.ofDays(1));
				assertThat(stream.settings().replicas()).isEqualTo(1);
				assertThat(streams(context)).containsOnlyKeys("AUTH_EVENTS", "DLQ_EVENTS", "DLQ_TRIALS");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "AUTH_EVENTS", "auth-events", "authevents" })
	void anEntryThatOnlyDividesTheStreamOfAServiceIsEnough(String key) {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.services=auth", "nats.jetstream.streams." + key + ".partitions=512")
			.run((context) -> assertThat(streams(context).get("AUTH_EVENTS").settings().partitions()).isEqualTo(512));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 513 })
	void aNumberOfPartitionsThatIsOutOfRangeIsRefused(int partitions) {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.services=auth",
					"nats.jetstream.streams.AUTH_EVENTS.partitions=" + partitions)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Property nats.jetstream.streams.AUTH_EVENTS.partitions")
				.hasMessageContaining("is invalid: partitions is " + partitions + " but must be 1 to 512"));
	}

	@Test
	void anEnvironmentVariableRefinesTheStreamOfAService() {
		Map<String, Object> variables = new LinkedHashMap<>(Map.of("NATS_JETSTREAM_SERVICES", "auth",
				"NATS_JETSTREAM_STREAMS_AUTHEVENTS_MAXAGE", "1d", "NATS_JETSTREAM_STREAMDEFAULTS_REPLICAS", "1"));
		TestApplication.notStarted()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								variables)))
			.run((context) -> {
				assertThat(streams(context)).containsOnlyKeys("AUTH_EVENTS", "DLQ_EVENTS", "DLQ_TRIALS");
				assertThat(streams(context).get("AUTH_EVENTS").settings().maxAge()).isEqualTo(Duration.ofDays(1));
				assertThat(streams(context).get("AUTH_EVENTS").settings().replicas()).isEqualTo(1);
			});
	}

	@Test
	void aBeanDeclaresAStreamToo() {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.streams.orders.max-age=1d")
			.withBean(StreamDefinition.class, () -> StreamDefinition.named("ORDERS").subjects(List.of("orders.>")))
			.run((context) -> {
				StreamDefinition stream = streams(context).get("ORDERS");
				assertThat(stream.settings().maxAge()).isEqualTo(Duration.ofDays(1));
				assertThat(stream.settings().replicas()).isEqualTo(3);
			});
	}

	@Test
	void anEntryThatMatchesNothingIsRefusedAndWhatExistsIsListed() {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.services=auth", "nats.jetstream.streams.foo.max-age=1d")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("nats.jetstream.streams.foo");
					assertThat(ex.getReason()).contains("Declared are: AUTH_EVENTS");
				}));
	}

	@Test
	void theStreamOfDeadLettersIsNotMadeFromStreamDefaults() {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.stream-defaults.max-age=1d",
					"nats.jetstream.stream-defaults.discard=old", "nats.jetstream.stream-defaults.replicas=1",
					"nats.jetstream.dead-letter.stream.max-bytes=5MB")
			.run((context) -> {
				StreamDefinition stream = streams(context).get("DLQ_EVENTS");
				assertThat(stream.subjects()).containsExactly("dlq.>");
				assertThat(stream.settings().maxAge()).isEqualTo(Duration.ofDays(30));
				assertThat(stream.settings().discard()).isEqualTo(DiscardPolicy.New);
				assertThat(stream.settings().maxMessagesPerSubject()).isEqualTo(1);
				assertThat(stream.settings().maxBytes()).isEqualTo(DataSize.ofMegabytes(5).toBytes());
				assertThat(stream.settings().allowDirect()).isTrue();
				assertThat(stream.settings().replicas()).isEqualTo(1);
			});
	}

	@Test
	void theStreamOfTrialsHoldsThemForADay() {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.stream-defaults.max-age=3d",
					"nats.jetstream.stream-defaults.replicas=1")
			.run((context) -> {
				StreamDefinition stream = streams(context).get("DLQ_TRIALS");
				assertThat(stream.subjects()).containsExactly("trial.>");
				assertThat(stream.settings().maxAge()).isEqualTo(Duration.ofDays(1));
				assertThat(stream.settings().discard()).isEqualTo(DiscardPolicy.Old);
				assertThat(stream.settings().maxMessagesPerSubject()).isEqualTo(1);
				assertThat(stream.settings().maxBytes()).isEqualTo(DataSize.ofMegabytes(1).toBytes());
				assertThat(stream.settings().allowDirect()).isTrue();
				assertThat(stream.settings().replicas()).isEqualTo(1);
			});
	}

	@Test
	void provisioningPropertiesReachTheProvisioner() {
		TestApplication.notStarted()
			.withPropertyValues(prefixed("nats.jetstream.provisioning.", "mode=create", "timeout=7s",
					"allow-data-loss=true", "single-server=fail"))
			.run((context) -> assertThat(context.getBean(StreamProvisioner.class)).extracting("settings")
				.hasToString("ProvisioningSettings[mode=CREATE, owner=app, timeout=PT7S, allowDataLoss=true,"
						+ " singleServer=FAIL]"));
	}

	@Test
	void aProvisionerOfTheUserReplacesOurs() {
		TestApplication.notStarted()
			.withUserConfiguration(OwnProvisioner.class)
			.run((context) -> assertThat(context).hasSingleBean(StreamProvisioner.class)
				.doesNotHaveBean("streamProvisioner"));
	}

	private static String[] prefixed(String prefix, String... properties) {
		return List.of(properties).stream().map((property) -> prefix + property).toArray(String[]::new);
	}

	private static Map<String, StreamDefinition> streams(ApplicationContext context) {
		Map<String, StreamDefinition> streams = new LinkedHashMap<>();
		for (DeclaredStream stream : context.getBean(StreamStartup.class).streams()) {
			streams.put(stream.name(), stream.definition());
		}
		return streams;
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProvisioner {

		@Bean
		StreamProvisioner own(Connection connection) {
			return new StreamProvisioner(connection, ProvisioningSettings.ownedBy("own"));
		}

	}

}
