package io.natsevents.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.listen.EventSubscriber;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.publish.EventPublisher;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsHealthContributorAutoConfiguration} and its indicators.
 */
@NatsServerTest
class NatsHealthContributorAutoConfigurationTests {

	@Test
	void aWorkingApplicationIsUp(NatsServer server) {
		TestApplication.on(server).withPropertyValues("nats.jetstream.services=auth").run((context) -> {
			subscribe(context, "auth.user.created");
			Map<String, Health> health = health(context);
			assertThat(health).containsOnlyKeys("connection", "streams", "listeners", "deadLetters");
			assertThat(health.values()).extracting(Health::getStatus).containsOnly(Status.UP);
			assertThat(health.get("connection").getDetails()).containsEntry("server", server.url())
				.containsEntry("version", server.version())
				.containsEntry("reconnects", 0L)
				.doesNotContainKey("warning");
			assertThat(health.get("streams").getDetails().get("streams")).asString()
				.contains("AUTH_EVENTS={present=true, subjects=[auth.>]", "notes=", "DLQ_EVENTS");
			assertThat(health.get("listeners").getDetails().get("counting")).asString()
				.contains("inFlight=0", "stream=AUTH_EVENTS", "durable=app-counting");
		});
	}

	@Test
	void whenTheServerIsKilledThenHealthIsDownAtOnce(NatsServer server) {
		TestApplication.on(server).withPropertyValues("nats.jetstream.services=auth").run((context) -> {
			subscribe(context, "auth.user.created");
			awaitPhase(context, Phase.PULLING);
			server.kill();
			Awaitility.await().until(() -> !context.getBean(ConnectionSupervisor.class).isConnected());
			context.getBean(EventPublisher.class)
				.publishAsync(Event.of("auth.user.created", Map.of()).organizationId("acme"));
			// What waits in the client's queue makes some of its calls wait for the
			// server
			context.getBean(Connection.class).publish("auth.elsewhere", new byte[1]);
			for (int i = 0; i < 20; i++) {
				long started = System.nanoTime();
				Map<String, Health> health = health(context);
				assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
				assertThat(health.get("connection").getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.get("connection").getDetails()).containsKey("reason");
				assertThat(health.get("streams").getStatus()).isEqualTo(Status.UNKNOWN);
			}
			awaitStatus(context, "listeners", Status.DOWN);
			server.start();
			awaitStatus(context, "connection", Status.UP);
			awaitStatus(context, "listeners", Status.UP);
			assertThat(health(context).get("connection").getDetails()).containsEntry("reconnects", 1L);
		});
	}

	@Test
	void whenTheServerHangsThenTheAnswerIsBounded(NatsServer server) {
		TestApplication.on(server).run((context) -> {
			server.pause();
			long started = System.nanoTime();
			Health streams = health(context).get("streams");
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
			assertThat(streams.getStatus()).isEqualTo(Status.DOWN);
			assertThat(streams.getDetails().get("reason")).asString().contains("does not tell its streams");
			server.resume();
		});
	}

	@Test
	void whenAStreamIsDeletedThenStreamsAreDownAndNameIt(NatsServer server) {
		TestApplication.on(server).withPropertyValues("nats.jetstream.services=catalog,ddmrp").run((context) -> {
			context.getBean(Connection.class).jetStreamManagement().deleteStream("CATALOG_EVENTS");
			Health streams = health(context).get("streams");
			assertThat(streams.getStatus()).isEqualTo(Status.DOWN);
			assertThat(streams.getDetails()).containsEntry("missing", List.of("CATALOG_EVENTS"));
		});
	}

	@Test
	void whenTheStreamOfAListenerIsMissingThenListenersAreDownAndSayWhy(NatsServer server) {
		TestApplication.on(server).run((context) -> {
			subscribe(context, "nobody.declared.this");
			Health listeners = health(context).get("listeners");
			assertThat(listeners.getStatus()).isEqualTo(Status.DOWN);
			assertThat(listeners.getDetails().get("counting")).asString()
				.contains("WAITING_FOR_STREAM", "Stream NOBODY_EVENTS");
		});
	}

	@Test
	void aPausedListenerIsNoAlarm(NatsServer server) {
		TestApplication.on(server).withPropertyValues("nats.jetstream.services=auth").run((context) -> {
			subscribe(context, "auth.user.created");
			awaitPhase(context, Phase.PULLING);
			context.getBean(ListenerRegistry.class).find("counting").orElseThrow().pause();
			awaitPhase(context, Phase.PAUSED);
			assertThat(health(context).get("listeners").getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void whenOnlyConnectedThenOnlyTheConnectionIsReported(NatsServer server) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(NatsAutoConfiguration.class, NatsHealthContributorAutoConfiguration.class))
			.withPropertyValues("nats.servers=" + server.url())
			.run((context) -> assertThat(health(context)).containsOnlyKeys("connection"));
	}

	@Test
	void whenDisabledThenThereIsNoContributor(NatsServer server) {
		TestApplication.on(server)
			.withPropertyValues("management.health.nats.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("natsHealthContributor"));
	}

	@Test
	void whenTheUserHasOneThenOursBacksOff(NatsServer server) {
		HealthIndicator own = () -> Health.up().build();
		TestApplication.on(server)
			.withBean("natsHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("natsHealthContributor"));
	}

	@Test
	void withoutSpringBootHealthTheContextStarts(NatsServer server) {
		TestApplication.read(server)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("natsHealthContributor"));
	}

	private static void subscribe(ApplicationContext context, String type) {
		context.getBean(EventSubscriber.class)
			.subscribe(ListenerDefinition.of("counting", Object.class, type), (event, delivery) -> {
			});
	}

	private static void awaitPhase(ApplicationContext context, Phase phase) {
		ListenerRegistry registry = context.getBean(ListenerRegistry.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> registry.find("counting").orElseThrow().state().phase() == phase);
	}

	private static void awaitStatus(ApplicationContext context, String part, Status status) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> health(context).get(part).getStatus().equals(status));
	}

	private static Map<String, Health> health(ApplicationContext context) {
		Map<String, Health> health = new LinkedHashMap<>();
		for (HealthContributors.Entry entry : context.getBean("natsHealthContributor",
				CompositeHealthContributor.class)) {
			health.put(entry.name(), ((HealthIndicator) entry.contributor()).health(true));
		}
		return health;
	}

}
