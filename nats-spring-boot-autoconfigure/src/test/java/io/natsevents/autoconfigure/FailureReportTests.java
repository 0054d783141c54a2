package io.natsevents.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.stream.StreamConfigurationCustomizer;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application prints when it cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureReportTests {

	private static NatsServer server;

	@BeforeAll
	static void startServer() {
		server = NatsServer.builder().start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void whenThereIsNoServer(CapturedOutput output) {
		try (NatsServer absent = NatsServer.builder().build()) {
			assertThat(report(output, absent, "nats.startup-timeout=100ms")).contains(
					"No connection to NATS at " + absent.url(), "gave up after 100 ms",
					"Check that a server runs there", "nats.credentials", "nats.ssl.bundle", "nats.startup-timeout");
		}
	}

	@Test
	void whenThePasswordIsWrong(CapturedOutput output) {
		try (NatsServer closed = NatsServer.builder()
			.extraConfiguration("authorization { user: ada, password: right }")
			.start()) {
			assertThat(report(output, closed, "nats.startup-timeout=100ms", "nats.username=ada",
					"nats.password=not-the-one"))
				.contains("Authorization Violation", "nats.username")
				.doesNotContain("not-the-one");
		}
	}

	@Test
	void whenJetStreamIsDisabled(CapturedOutput output) {
		try (NatsServer plain = NatsServer.builder().jetStream(false).start()) {
			assertThat(report(output, plain)).contains("JetStream is not enabled on NATS server", "Start it with -js",
					"store_dir: /var/lib/nats");
		}
	}

	@Test
	void whenJetStreamIsDisabledForTheAccount(CapturedOutput output) {
		try (NatsServer accounts = NatsServer.builder()
			.extraConfiguration("accounts { PLAIN { users: [ { user: ada, password: secret } ] } }")
			.start()) {
			assertThat(report(output, accounts, "nats.username=ada", "nats.password=secret")).contains(
					"JetStream is not enabled for the account", "Add 'jetstream: enabled' to the account",
					"jetstream: enabled, users");
		}
	}

	@Test
	void whenSubjectsOverlap(CapturedOutput output) throws Exception {
		addStream("LEGACY", "ddmrp.buffer.*");
		assertThat(report(output, server, "nats.jetstream.services=ddmrp")).contains(
				"Stream DDMRP_EVENTS wants subjects that another stream collects already",
				"DDMRP_EVENTS: 'ddmrp.>' overlaps 'ddmrp.buffer.*' of LEGACY", "A subject belongs to one stream");
	}

	@Test
	void whenStorageIsInsufficient(CapturedOutput output) {
		NatsServerBuilder small = NatsServer.builder().maxFileStore(DataSize.ofMegabytes(10));
		try (NatsServer full = small.start()) {
			assertThat(report(output, full, "nats.jetstream.services=auth")).contains("Stream AUTH_EVENTS does not fit",
					"reserves max-bytes 1GB", "jetstream.max_file", "Lower the max-bytes of this stream or of others");
		}
	}

	@Test
	void whenASettingCannotBeChanged(CapturedOutput output) throws Exception {
		addStream("CATALOG_EVENTS", "catalog.>");
		assertThat(report(output, server, "nats.jetstream.services=catalog",
				"nats.jetstream.streams.catalog-events.storage=memory"))
			.contains("Stream CATALOG_EVENTS cannot become what is declared",
					"storage is file and cannot be changed to memory");
	}

	@Test
	void whenAnUpdateWouldDeleteEvents(CapturedOutput output) throws Exception {
		addStream("EXECUTION_EVENTS", "execution.>");
		try (Connection connection = Nats.connect(server.url())) {
			connection.jetStream().publish("execution.order.started", new byte[200]);
			connection.jetStream().publish("execution.order.started", new byte[200]);
		}
		assertThat(report(output, server, "nats.jetstream.services=execution",
				"nats.jetstream.streams.execution-events.max-messages=1"))
			.contains("would delete stored events now: max-messages 1 is below the 2 events that are stored",
					"allow-data-loss=true");
	}

	@Test
	void whenReplicasCannotBePlaced(CapturedOutput output) {
		assertThat(report(output, server, "nats.jetstream.provisioning.single-server=fail"))
			.contains("wants 3 replica(s)", "is not in a cluster and can hold 1", "Run three servers in a cluster");
	}

	@Test
	void whenAListenerCannotWork(CapturedOutput output) {
		assertThat(report(output, Returning.class, server)).contains("Listener ", "Returning.on: it returns",
				"return void", "Change the declaration of ");
	}

	@Test
	void whenTheStreamOfAListenerIsMissing(CapturedOutput output) {
		assertThat(report(output, Waiting.class, server, "nats.jetstream.listener.missing-stream=fail")).contains(
				"Stream NOBODY_EVENTS of listener waiting-Listener does not exist, and missing-stream is 'fail'",
				"Start the service that owns stream NOBODY_EVENTS first");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
									nats.connect-timeout=soon | nats.connect-timeout | soon
							nats.connect-timeout=0s | nats.connect-timeout | more than 0
							nats.ping-interval=-1s | nats.ping-interval | '-1s'
							nats.ssl.bundle=none | nats.ssl.bundle | There is no SSL bundle of this name
					nats.credentials=file:absent.creds | nats.credentials | absent.creds
					nats.nkey=SUxx | nats.nkey | seed
					nats.servers=:::: | nats.servers | no address
							nats.jetstream.services=Auth.Service | nats.jetstream.services | Auth.Service
							nats.jetstream.subject-naming=flat | nats.jetstream.subject-naming | flat
							nats.jetstream.provisioning.timeout=0s | nats.jetstream.provisioning.timeout | '0s'
							nats.jetstream.provisioning.mode=maybe | nats.jetstream.provisioning.mode | maybe
							nats.jetstream.provisioning.consumer-mode=maybe | nats.jetstream.provisioning.consumer-mode | maybe
							nats.jetstream.publisher.timeout=soon | nats.jetstream.publisher.timeout | soon
							nats.jetstream.publisher.max-in-flight=0 | nats.jetstream.publisher.max-in-flight | 1 or more
							nats.jetstream.publisher.retry.max-retries=-1 | nats.jetstream.publisher.retry.max-retries | '-1'
							nats.jetstream.publisher.retry.multiplier=0 | nats.jetstream.publisher.retry.multiplier | '0'
							nats.jetstream.stream-defaults.max-bytes=much | nats.jetstream.stream-defaults.max-bytes | much
							nats.jetstream.stream-defaults.replicas=9 | nats.jetstream.stream-defaults.replicas | 1 to 5
							nats.jetstream.streams.auth-events.replicas=9 | nats.jetstream.streams.auth-events.replicas | '9'
							nats.jetstream.streams.auth-events.duplicate-window=9d | nats.jetstream.streams.AUTH_EVENTS.duplicate-window | max-age
							nats.jetstream.dead-letter.stream.max-age=1ns | nats.jetstream.dead-letter.stream.max-age | 100ms or more
							nats.jetstream.streams.foo.max-age=1d | nats.jetstream.streams.foo | Declared are: AUTH_EVENTS
							nats.jetstream.listeners.foo.concurrency=2 | nats.jetstream.listeners.foo | Listeners are: waiting-Listener
							nats.jetstream.listener.concurrency=many | nats.jetstream.listener.concurrency | many
							nats.jetstream.listener.concurrency=0 | nats.jetstream.listener.concurrency | '0'
							nats.jetstream.listener.max-in-flight=0 | nats.jetstream.listener.max-in-flight | '0'
							nats.jetstream.listener.retry.max-retries=-1 | nats.jetstream.listener.retry.max-retries | '-1'
							nats.jetstream.listener.retry.jitter=2 | nats.jetstream.listener.retry.jitter | '2'
							nats.jetstream.listener.retry.delay=-1s | nats.jetstream.listener.retry.delay | '-1s'
							nats.jetstream.listener.retry.never-for=no.Such | nats.jetstream.listener.retry.never-for | no.Such
							nats.jetstream.listener.missing-stream=ignore | nats.jetstream.listener.missing-stream | ignore
							nats.jetstream.listeners.waiting-listener.ack-wait=0s | nats.jetstream.listeners.waiting-listener.ack-wait | '0s'
							nats.jetstream.listeners.waiting-listener.ack-mode=never | nats.jetstream.listeners.waiting-listener.ack-mode | never
							""")
	void aBadValueIsReportedWithItsProperty(String setting, String property, String detail, CapturedOutput output) {
		assertThat(report(output, Waiting.class, server, "nats.jetstream.services=auth", setting)).contains(property,
				detail);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nats.servers=nats://ada:hidden@:x y", "nats.nkey=hidden" })
	void aBadValueThatMayBeSecretIsNotShown(String setting, CapturedOutput output) {
		assertThat(report(output, server, setting)).contains("Invalid value (not shown").doesNotContain("hidden");
	}

	@Test
	void theBadAttributeOfAListenerIsReportedWithBeanAndMethod(CapturedOutput output) {
		assertThat(report(output, Impatient.class, server)).contains("Impatient.on", "ack-wait", "soon");
	}

	@Test
	void whenACustomizerChangesWhatPromisesRestOn(CapturedOutput output) {
		assertThat(report(output, Sealing.class, server)).contains("changes 'sealed' of stream",
				"Have the customizer leave 'sealed' alone");
	}

	private static void addStream(String name, String subject) throws Exception {
		try (Connection connection = Nats.connect(server.url())) {
			connection.jetStreamManagement()
				.addStream(StreamConfiguration.builder().name(name).subjects(subject).build());
		}
	}

	private static String report(CapturedOutput output, NatsServer server, String... properties) {
		return report(output, Application.class, server, properties);
	}

	/**
	 * Start an application that cannot start.
	 * @return what it printed under "APPLICATION FAILED TO START"
	 */
	private static String report(CapturedOutput output, Class<?> source, NatsServer server, String... properties) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("spring.application.name", "app", "nats.servers", server.url()));
		List<String> arguments = new ArrayList<>();
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		assertThatException().isThrownBy(() -> {
			try (ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new))) {
				assertThat(context.isActive()).as("started with " + arguments).isFalse();
			}
		});
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START");
		return output.getOut().substring(output.getOut().lastIndexOf("APPLICATION FAILED TO START"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Import(Application.class)
	static class Returning {

		@JetStreamListener("auth.user.created")
		String on(Object user) {
			return "nobody receives this";
		}

	}

	@Import(Application.class)
	static class Sealing {

		@Bean
		StreamConfigurationCustomizer sealing() {
			return (stream, configuration) -> configuration.seal();
		}

	}

	@Import(Application.class)
	static class Waiting {

		@JetStreamListener(id = "waiting-Listener", value = "nobody.declared.this")
		void on(Object event) {
		}

	}

	@Import(Application.class)
	static class Impatient {

		@JetStreamListener(value = "auth.user.created", ackWait = "soon")
		void on(Object event) {
		}

	}

}
