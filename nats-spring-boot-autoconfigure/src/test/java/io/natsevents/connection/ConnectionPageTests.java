package io.natsevents.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.nats.client.Connection;
import io.natsevents.autoconfigure.NatsProperties;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterTrials;
import io.natsevents.deadletter.StoredPosition;
import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.publish.EventPublisher;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page about the connection is true.
 */
class ConnectionPageTests {

	private static final Path PAGE = Path.of("..", "docs", "connection.md");

	private static String permissions() throws Exception {
		Matcher blocks = Pattern.compile("(?ms)^```\n(authorization .*?)^```$").matcher(Files.readString(PAGE));
		assertThat(blocks.find()).isTrue();
		return blocks.group(1);
	}

	@Test
	void permissionsOfThePageAreEnough() throws Exception {
		try (NatsServer server = NatsServer.builder().extraConfiguration(permissions()).start()) {
			try (ConfigurableApplicationContext context = run(server)) {
				Audit audit = context.getBean(Audit.class);
				EventPublisher publisher = context.getBean(EventPublisher.class);
				publisher.publish(Event.of("auth.user.created", "fine"));
				publisher.publish(Event.of("auth.user.created", "poison"));
				Awaitility.await()
					.atMost(Duration.ofSeconds(10))
					.until(() -> audit.handled.contains("fine") && parked(context) == 1);
				loneRun(context);
				assertThat(context.getBean(ConnectionSupervisor.class).state().lastError()).isNull();
			}
			assertThat(Files.readString(server.log())).doesNotContain("Permissions Violation")
				.doesNotContain("Publish Violation")
				.doesNotContain("Subscription Violation");
		}
	}

	private static void loneRun(ConfigurableApplicationContext context) throws Exception {
		DeadLetterTrials trials = context.getBean(DeadLetterParking.class).trials();
		DeadLetterId event = new DeadLetterId(new StoredPosition("AUTH_EVENTS", 1, Instant.EPOCH), "auth-audit");
		assertThat(trials.begin(event)).hasValue(1);
		trials.end(event);
		assertThat(trials.begin(event)).hasValue(1);
	}

	private static long parked(ConfigurableApplicationContext context) throws Exception {
		return context.getBean(Connection.class)
			.jetStreamManagement()
			.getStreamInfo("DLQ_EVENTS")
			.getStreamState()
			.getMsgCount();
	}

	private static ConfigurableApplicationContext run(NatsServer server) {
		SpringApplication application = new SpringApplication(Application.class);
		return application.run("--nats.servers=" + server.url(), "--nats.username=auth", "--nats.password=secret",
				"--spring.application.name=auth", "--nats.jetstream.services=auth",
				"--nats.jetstream.publisher.default-organization=acme",
				"--nats.jetstream.listener.retry.max-retries=0");
	}

	@Test
	void defaultsOfThePageAreThoseOfTheCode() throws Exception {
		NatsProperties properties = new NatsProperties();
		assertThat(Files.readString(PAGE)).contains("| `servers` | `" + properties.getServers().get(0) + "` |")
			.contains("| `connect-timeout` | " + properties.getConnectTimeout().toSeconds() + "s |")
			.contains("| `startup-failure-policy` | "
					+ properties.getStartupFailurePolicy().name().toLowerCase(Locale.ROOT) + " |")
			.contains("| `startup-timeout` | " + properties.getStartupTimeout().toSeconds() + "s |")
			.contains("| `reconnect-wait` | " + properties.getReconnectWait().toMillis() + "ms |")
			.contains("| `ping-interval` | " + properties.getPingInterval().toSeconds() + "s |");
	}

	static class Audit {

		final List<String> handled = new CopyOnWriteArrayList<>();

		@JetStreamListener(value = "auth.user.created", id = "audit")
		void on(String data) {
			this.handled.add(data);
			if (data.equals("poison")) {
				throw new IllegalStateException("poison");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Audit audit() {
			return new Audit();
		}

	}

}
