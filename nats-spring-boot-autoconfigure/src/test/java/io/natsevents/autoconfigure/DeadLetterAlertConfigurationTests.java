package io.natsevents.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.natsevents.deadletter.DeadLetterAlert;
import io.natsevents.deadletter.DeadLetterWatch;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what an application has of alerts: properties, events, health and meters.
 */
@NatsServerTest
class DeadLetterAlertConfigurationTests {

	private static final String ALERT = "nats.jetstream.dead-letter.alert";

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@BeforeEach
	void anAlertIsAnError(Leftovers leftovers) {
		leftovers.allowErrors("Alert: dead letters: ");
	}

	@Test
	void anAlertIsInEventsHealthAndMeters(NatsServer server) {
		watching(server).withBean(Counting.class).run((context) -> {
			await().atMost(LIMIT).until(() -> Objects.equals(details(context).get("messages"), 0L));
			assertThat(gauge(context, "messages")).isZero();
			assertThat(gauge(context, "oldest.age")).isZero();
			assertThat(gauge(context, "alert")).isZero();
			park(context, 2);
			await().atMost(LIMIT).until(() -> gauge(context, "alert") == 1);
			assertThat(gauge(context, "messages")).isEqualTo(2);
			assertThat(gauge(context, "oldest.age")).isBetween(0.0, 60.0);
			assertThat(details(context)).containsEntry("messages", 2L).containsKeys("oldest", "alertSince");
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			context.getBean(Connection.class).jetStreamManagement().purgeStream("DLQ_EVENTS");
			await().atMost(LIMIT).until(() -> gauge(context, "alert") == 0);
			assertThat(details(context)).containsEntry("messages", 0L).doesNotContainKeys("oldest", "alertSince");
			await().atMost(LIMIT).until(() -> context.getBean(Counting.class).ended.get() == 1);
			assertThat(context.getBean(Counting.class).raised).hasValue(1);
		});
	}

	@Test
	void healthIsOutOfServiceOnlyWhenAskedFor(NatsServer server) {
		watching(server).withPropertyValues(ALERT + ".out-of-service=true").run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			park(context, 2);
			await().atMost(LIMIT).until(() -> health(context).getStatus().equals(Status.OUT_OF_SERVICE));
			assertThat(details(context).get("reason")).asString().contains("an alert is raised: 2 in DLQ_EVENTS");
			context.getBean(Connection.class).jetStreamManagement().purgeStream("DLQ_EVENTS");
			await().atMost(LIMIT).until(() -> health(context).getStatus().equals(Status.UP));
		});
	}

	@Test
	void beforeTheFirstLookTheMetersSayThatNothingIsKnown() {
		TestApplication.notStarted().run((context) -> {
			assertThat(gauge(context, "messages")).isNaN();
			assertThat(gauge(context, "oldest.age")).isNaN();
			assertThat(gauge(context, "alert")).isNaN();
			assertThat(details(context)).isEmpty();
		});
	}

	@Test
	void nobodyLooksWhereNothingMayBeAsked(NatsServer server) {
		TestApplication.on(server)
			.withPropertyValues("nats.jetstream.provisioning.mode=none")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeadLetterWatch.class));
	}

	@ParameterizedTest
	@CsvSource({ "messages, -1", "age, -1s", "interval, 0s", "interval, -1s" })
	void valuesThatMeanNothingAreRefused(String property, String value) {
		TestApplication.notStarted()
			.withPropertyValues(ALERT + "." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(ALERT + "." + property)
				.hasMessageContaining("'" + value + "'"));
	}

	@ParameterizedTest
	@CsvSource({ "ftp://ada:se-cret@example.org/x", "//ada:se-cret@example.org", "/hook?token=se-cret",
			"mailto:se-cret@example.org" })
	void anAddressNobodyCanBeToldAtIsRefusedAndNotPrinted(String address) {
		TestApplication.notStarted()
			.withPropertyValues(ALERT + ".webhook=" + address)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(ALERT + ".webhook")
				.hasMessageNotContaining("se-cret"));
	}

	private static ApplicationContextRunner watching(NatsServer server) {
		return TestApplication.on(server).withPropertyValues(ALERT + ".messages=2", ALERT + ".interval=50ms");
	}

	private static void park(ApplicationContext context, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			context.getBean(Connection.class).jetStream().publish("dlq.AUTH_EVENTS.app-users." + i + "-1", null);
		}
	}

	private static double gauge(ApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class).get("nats.jetstream.deadletter." + name).gauge().value();
	}

	private static Map<String, Object> details(ApplicationContext context) {
		return health(context).getDetails();
	}

	private static Health health(ApplicationContext context) {
		CompositeHealthContributor contributor = context.getBean("natsHealthContributor",
				CompositeHealthContributor.class);
		return ((HealthIndicator) contributor.getContributor("deadLetters")).health(true);
	}

	static class Counting {

		final AtomicInteger raised = new AtomicInteger();

		final AtomicInteger ended = new AtomicInteger();

		@EventListener
		void on(DeadLetterAlert alert) {
			((alert.state() == DeadLetterAlert.State.RAISED) ? this.raised : this.ended).incrementAndGet();
		}

	}

}
