package io.natsevents.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.natsevents.listen.AckMode;
import io.natsevents.listen.ListenerSettings;
import io.natsevents.listen.MissingStream;
import io.natsevents.listen.OutageExceptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConfiguredListenerSettings}.
 */
class ConfiguredListenerSettingsTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void withoutConfigurationTheDefaultsAreThoseOfTheDesign() {
		ListenerSettings settings = resolve("users-on");
		assertThat(settings.ackWait()).isEqualTo(Duration.ofSeconds(30));
		assertThat(settings.concurrency()).isEqualTo(1);
		assertThat(settings.ackMode()).isEqualTo(AckMode.AUTO);
		assertThat(settings.ackTimeout()).isEqualTo(Duration.ofMinutes(5));
		assertThat(settings.confirmAcks()).isFalse();
		assertThat(settings.maxInFlight()).isEqualTo(500);
		assertThat(settings.maxAckPending()).isEqualTo(10_000);
		assertThat(settings.extendAckWait()).isFalse();
		assertThat(settings.missingStream()).isEqualTo(MissingStream.WAIT);
		assertThat(settings.autoStartup()).isTrue();
		assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
		assertThat(settings.retry().maxRetries()).isEqualTo(5);
		assertThat(settings.retry().delays().first()).isEqualTo(Duration.ofSeconds(1));
		assertThat(settings.retry().delays().multiplier()).isEqualTo(2);
		assertThat(settings.retry().delays().longest()).isEqualTo(Duration.ofSeconds(60));
		assertThat(settings.retry().jitter()).isEqualTo(0.1);
		assertThat(settings.retry().unlimitedFor()).isEqualTo(OutageExceptions.present()).isNotEmpty();
		assertThat(settings.retry().neverFor()).isEmpty();
	}

	@Test
	void settingOfAContainerFactoryStandsBetweenAllListenersAndOne() throws IOException {
		yaml("""
				nats.jetstream.listener.ack-wait: 1s
				nats.jetstream.listener.concurrency: 1
				nats.jetstream.listener.max-in-flight: 100
				nats.jetstream.listeners.users-on.concurrency: 3
				""");
		ListenerSettings settings = settings().resolve("users-on", Map.of("ack-wait", "2s", "concurrency", "2"),
				Map.of());
		assertThat(settings.ackWait()).hasSeconds(2);
		assertThat(settings.concurrency()).isEqualTo(3);
		assertThat(settings.maxInFlight()).isEqualTo(100);
	}

	@Test
	void settingThatDoesNotExistIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> resolve("users-on", Map.of("concurency", "4")))
			.withMessage("there is no setting [concurency] for listeners");
	}

	@Test
	void everyPropertyReachesItsSetting() throws IOException {
		yaml("""
				nats.jetstream.listeners.users-on:
				  ack-wait: 5s
				  concurrency: 2
				  ack-mode: manual
				  ack-timeout: 1m
				  confirm-acks: true
				  max-in-flight: 10
				  max-ack-pending: 20
				  extend-ack-wait: true
				  missing-stream: fail
				  auto-startup: false
				  shutdown-timeout: 3s
				  retry:
				    max-retries: 7
				    delay: 2s
				    multiplier: 3
				    max-delay: 4m
				    jitter: 0.5
				    unlimited-for: java.io.IOException
				    never-for: [java.lang.IllegalStateException, java.lang.ArithmeticException]
				""");
		ListenerSettings settings = resolve("users-on");
		assertThat(settings.ackWait()).isEqualTo(Duration.ofSeconds(5));
		assertThat(settings.concurrency()).isEqualTo(2);
		assertThat(settings.ackMode()).isEqualTo(AckMode.MANUAL);
		assertThat(settings.ackTimeout()).isEqualTo(Duration.ofMinutes(1));
		assertThat(settings.confirmAcks()).isTrue();
		assertThat(settings.maxInFlight()).isEqualTo(10);
		assertThat(settings.maxAckPending()).isEqualTo(20);
		assertThat(settings.extendAckWait()).isTrue();
		assertThat(settings.missingStream()).isEqualTo(MissingStream.FAIL);
		assertThat(settings.autoStartup()).isFalse();
		assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(settings.retry().maxRetries()).isEqualTo(7);
		assertThat(settings.retry().delays().first()).isEqualTo(Duration.ofSeconds(2));
		assertThat(settings.retry().delays().multiplier()).isEqualTo(3);
		assertThat(settings.retry().delays().longest()).isEqualTo(Duration.ofMinutes(4));
		assertThat(settings.retry().jitter()).isEqualTo(0.5);
		assertThat(settings.retry().unlimitedFor()).isEqualTo(List.of(IOException.class));
		assertThat(settings.retry().neverFor())
			.isEqualTo(List.of(IllegalStateException.class, ArithmeticException.class));
	}

	@Test
	void theAnnotationWinsOverTheIdAndTheIdOverTheDefaults() throws IOException {
		yaml("""
				nats.jetstream:
				  listener: { concurrency: 2, ack-wait: 2s, max-in-flight: 200, retry: { max-retries: 2, delay: 2s } }
				  listeners:
				    users-on: { ack-wait: 3s, max-in-flight: 300, retry: { delay: 3s } }
				    other: { ack-wait: 9s, max-in-flight: 900, retry: { max-retries: 9 } }
				""");
		ListenerSettings settings = resolve("users-on",
				Map.of("max-in-flight", "400", "retry.max-retries", "4", "extend-ack-wait", "true"));
		assertThat(settings.concurrency()).isEqualTo(2);
		assertThat(settings.ackWait()).isEqualTo(Duration.ofSeconds(3));
		assertThat(settings.maxInFlight()).isEqualTo(400);
		assertThat(settings.extendAckWait()).isTrue();
		assertThat(settings.retry().maxRetries()).isEqualTo(4);
		assertThat(settings.retry().delays().first()).isEqualTo(Duration.ofSeconds(3));
		assertThat(settings.retry().delays().multiplier()).isEqualTo(2);
	}

	@Test
	void aListReplacesTheOneBelowIt() throws IOException {
		yaml("""
				nats.jetstream:
				  listener.retry:
				    never-for: [java.lang.IllegalStateException, java.lang.ArithmeticException]
				    unlimited-for: [java.io.IOException]
				  listeners.users-on.retry:
				    never-for: [java.lang.ClassCastException]
				""");
		assertThat(resolve("users-on").retry().neverFor()).isEqualTo(List.of(ClassCastException.class));
		assertThat(resolve("users-on").retry().unlimitedFor()).isEqualTo(List.of(IOException.class));
		assertThat(resolve("other").retry().neverFor())
			.isEqualTo(List.of(IllegalStateException.class, ArithmeticException.class));
	}

	@Test
	void aListCanBeEmptied() throws IOException {
		yaml("nats.jetstream.listeners.users-on.retry.unlimited-for: ''");
		assertThat(resolve("users-on").retry().unlimitedFor()).isEmpty();
		assertThat(resolve("other").retry().unlimitedFor()).isNotEmpty();
	}

	@Test
	void resolvingOneListenerLeavesNoTraceInAnother() throws IOException {
		yaml("nats.jetstream.listeners.users-on.retry.never-for: java.lang.ClassCastException");
		ConfiguredListenerSettings settings = settings();
		settings.resolve("users-on", Map.of(), Map.of("concurrency", "7"));
		assertThat(settings.resolve("other", Map.of(), Map.of()).concurrency()).isEqualTo(1);
		assertThat(settings.resolve("other", Map.of(), Map.of()).retry().neverFor()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "users-on", "usersOn", "Users-On", "USERS_ON", "userson", "'[users-on]'",
			"'[userService-on]'" })
	void anIdMatchesWhicheverWayItIsWritten(String key) throws IOException {
		yaml("nats.jetstream.listeners:\n  " + key + ": { ack-wait: 5s, retry.max-retries: 7 }");
		ListenerSettings settings = resolve(key.contains("Service") ? "userService-on" : "users-on");
		assertThat(settings.ackWait()).isEqualTo(Duration.ofSeconds(5));
		assertThat(settings.retry().maxRetries()).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "userService-onCreated", "UserService_onCreated", "userserviceoncreated" })
	void anIdMayHaveUpperCaseLettersAndDashes(String id) throws IOException {
		yaml("nats.jetstream.listeners.userService-onCreated.ack-wait: 5s");
		assertThat(resolve(id).ackWait()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void anIdWithADotIsWrittenInBrackets() throws IOException {
		yaml("""
				nats.jetstream.listeners:
				  "[users.on]":
				    ack-wait: 5s
				""");
		assertThat(resolve("users.on").ackWait()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void environmentVariablesReachAListener() {
		variables(Map.of("NATS_JETSTREAM_LISTENERS_USERSERVICEONCREATED_ACKWAIT", "5s",
				"NATS_JETSTREAM_LISTENERS_USERSERVICEONCREATED_RETRY_MAXRETRIES", "7",
				"NATS_JETSTREAM_LISTENER_MAXINFLIGHT", "70"));
		ListenerSettings settings = resolve("userService-onCreated");
		assertThat(settings.ackWait()).isEqualTo(Duration.ofSeconds(5));
		assertThat(settings.retry().maxRetries()).isEqualTo(7);
		assertThat(settings.maxInFlight()).isEqualTo(70);
	}

	@Test
	void anEnvironmentVariableWinsOverTheFile() throws IOException {
		yaml("nats.jetstream.listeners.userService-onCreated: { ack-wait: 5s, concurrency: 3 }");
		variables(Map.of("NATS_JETSTREAM_LISTENERS_USERSERVICEONCREATED_ACKWAIT", "6s"));
		ListenerSettings settings = resolve("userService-onCreated");
		assertThat(settings.ackWait()).isEqualTo(Duration.ofSeconds(6));
		assertThat(settings.concurrency()).isEqualTo(3);
	}

	@Test
	void placeholdersAreResolved() throws IOException {
		yaml("""
				wait: 7s
				nats.jetstream.listeners.users-on.ack-wait: ${wait}
				""");
		assertThat(resolve("users-on").ackWait()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void aBadValueForOneListenerIsFoundAlthoughThereIsNoSuchListener() throws IOException {
		yaml("nats.jetstream.listeners.users-on.retry.jitter: 3");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::settings)
			.withMessageContaining("nats.jetstream.listeners.users-on.retry.jitter")
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo("3"));
	}

	@Test
	void aBadValueInTheAnnotationIsToldByItsName() {
		assertThatIllegalArgumentException().isThrownBy(() -> resolve("users-on", Map.of("ack-wait", "soon")))
			.withMessageContaining("ack-wait");
		assertThatIllegalArgumentException().isThrownBy(() -> resolve("users-on", Map.of("concurrency", "0")))
			.withMessageContaining("concurrency");
	}

	@Test
	void anEntryForNoListenerIsRefusedAndTheListenersAreListed() throws IOException {
		yaml("nats.jetstream.listeners: { users-on: { concurrency: 2 }, foo: { concurrency: 2 } }");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> settings().requireMatches(List.of("users-on", "users-off")))
			.withMessageContaining("nats.jetstream.listeners.foo")
			.satisfies((ex) -> assertThat(ex.getReason()).contains("users-on, users-off"));
	}

	private void yaml(String text) throws IOException {
		List<PropertySource<?>> loaded = new YamlPropertySourceLoader().load("file",
				new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
		loaded.forEach(this.environment.getPropertySources()::addLast);
	}

	private void variables(Map<String, String> variables) {
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new LinkedHashMap<>(variables)));
	}

	private ListenerSettings resolve(String id) {
		return resolve(id, Map.of());
	}

	private ListenerSettings resolve(String id, Map<String, String> overrides) {
		return settings().resolve(id, Map.of(), overrides);
	}

	private ConfiguredListenerSettings settings() {
		ConfigurationPropertySources.attach(this.environment);
		return new ConfiguredListenerSettings(this.environment);
	}

}
