package io.natsevents.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.natsevents.event.Event;
import io.natsevents.listen.EventSubscriber;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.listen.RejectedEventException;
import io.natsevents.observe.ConnectionMeters;
import io.natsevents.observe.ListenerMeters;
import io.natsevents.observe.PublishMeters;
import io.natsevents.publish.EventPublisher;
import io.natsevents.publish.PublishObserver;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsMetricsAutoConfiguration} and its meters.
 */
@NatsServerTest
class NatsMetricsAutoConfigurationTests {

	private static final Path PAGE = Path.of("..", "docs", "operations.md");

	private static final String TYPE = "auth.user.created";

	@Test
	void thePageListsExactlyTheMetersThereAre(NatsServer server) {
		listening(server).run((context) -> {
			publish(context, "fine");
			Map<String, String> registered = new TreeMap<>();
			meters(context).forEach((meter) -> registered.put(meter.getId().getName(), describe(meter)));
			assertThat(documented()).isEqualTo(registered);
		});
	}

	private static String describe(Meter meter) {
		TreeSet<String> tags = new TreeSet<>();
		meter.getId().getTags().forEach((tag) -> tags.add(tag.getKey()));
		return meter.getId().getType().name().toLowerCase(Locale.ROOT) + " " + tags;
	}

	private static Map<String, String> documented() throws Exception {
		Map<String, String> documented = new TreeMap<>();
		Matcher row = Pattern.compile("(?m)^\\| `(nats\\.[a-z.]+)` \\| (\\w+) \\|([^|]*)\\|")
			.matcher(Files.readString(PAGE));
		while (row.find()) {
			TreeSet<String> tags = new TreeSet<>();
			Pattern.compile("`(\\w+)`").matcher(row.group(3)).results().forEach((tag) -> tags.add(tag.group(1)));
			documented.put(row.group(1), row.group(2) + " " + tags);
		}
		return documented;
	}

	@Test
	void thePageNamesEveryOutcomeAndReason(NatsServer server) {
		listening(server).run((context) -> {
			publish(context, "fine");
			// One that waits when the application stops is given back, and stays a claim
			Awaitility.await()
				.until(() -> count(context, "nats.jetstream.listener.acknowledged", "listener", "counting") == 1);
			String page = Files.readString(PAGE);
			assertThat(meters(context).flatMap((meter) -> meter.getId().getTags().stream())
				.filter((tag) -> tag.getKey().equals("outcome") || tag.getKey().equals("reason")))
				.hasSizeGreaterThan(10)
				.allSatisfy((tag) -> assertThat(page).contains("`" + tag.getValue() + "`"));
		});
	}

	@Test
	void publishedAndHandledEventsAreCounted(NatsServer server) {
		listening(server).run((context) -> {
			publish(context, "fine");
			publish(context, "poison");
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> count(context, "nats.jetstream.listener.parked", "reason", "rejected") == 1);
			assertThat(count(context, "nats.jetstream.listener.parked", "reason", "malformed")).isZero();
			assertThat(count(context, "nats.jetstream.listener.acknowledged", "listener", "counting")).isPositive();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("nats.jetstream.publish").tags("type", TYPE, "outcome", "stored").timer().count())
				.isEqualTo(2);
			assertThat(registry.get("nats.jetstream.listener").tag("outcome", "failure").timer().count()).isOne();
			assertThat(registry.get("nats.connection.up").gauge().value()).isOne();
			assertThat(registry.get("nats.jetstream.publish.in.flight").gauge().value()).isZero();
			Awaitility.await().until(() -> registry.get("nats.jetstream.listener.in.flight").gauge().value() == 0);
		});
	}

	@Test
	void theMetersOfAListenerAreThereBeforeItsFirstEvent() {
		listening(TestApplication.notStarted()).run((context) -> {
			assertThat(count(context, "nats.jetstream.listener.parked", "reason", "handler_failed")).isZero();
			assertThat(count(context, "nats.jetstream.listener.retries", "listener", "counting")).isZero();
		});
	}

	@Test
	void aLostConnectionIsMeasured(NatsServer server) {
		TestApplication.on(server).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			server.kill();
			Awaitility.await().until(() -> registry.get("nats.connection.up").gauge().value() == 0);
			server.start();
			Awaitility.await().until(() -> registry.get("nats.connection.reconnects").functionCounter().count() == 1);
			assertThat(registry.get("nats.connection.up").gauge().value()).isOne();
		});
	}

	@Test
	void anObserverOfTheUserIsToldBesideTheMeters(NatsServer server) {
		Map<String, PublishReceipt> seen = new ConcurrentHashMap<>();
		PublishObserver own = new PublishObserver() {

			@Override
			public void published(String type, PublishReceipt receipt, long nanos) {
				seen.put(type, receipt);
			}

		};
		listening(server).withBean("own", PublishObserver.class, () -> own).run((context) -> {
			publish(context, "fine");
			Awaitility.await().until(() -> seen.containsKey(TYPE));
			assertThat(context.getBean(MeterRegistry.class)
				.get("nats.jetstream.publish")
				.tag("outcome", "stored")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void withoutMicrometerTheContextStarts(NatsServer server) {
		TestApplication.read(server)
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(EventPublisher.class)
				.doesNotHaveBean("publishMeters"));
	}

	@Test
	void metersOfTheUserReplaceOurs(NatsServer server) {
		TestApplication.on(server)
			.withBean("ownMeters", PublishMeters.class)
			.run((context) -> assertThat(context).hasSingleBean(PublishMeters.class)
				.doesNotHaveBean("publishMeters")
				.hasSingleBean(ListenerMeters.class)
				.hasSingleBean(ConnectionMeters.class));
	}

	private static ApplicationContextRunner listening(NatsServer server) {
		return listening(TestApplication.on(server));
	}

	private static ApplicationContextRunner listening(ApplicationContextRunner runner) {
		return runner.withPropertyValues("nats.jetstream.services=auth").withBean(Subscription.class);
	}

	private static void publish(ApplicationContext context, String name) {
		context.getBean(EventPublisher.class).publish(Event.of(TYPE, new User(name)).organizationId("acme"));
	}

	private static double count(ApplicationContext context, String meter, String tag, String value) {
		return context.getBean(MeterRegistry.class).get(meter).tag(tag, value).counter().count();
	}

	private static Stream<Meter> meters(ApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("nats."));
	}

	record User(String name) {
	}

	static class Subscription {

		Subscription(EventSubscriber subscriber) {
			subscriber.subscribe(ListenerDefinition.of("counting", User.class, TYPE), (event, delivery) -> {
				if ("poison".equals(event.data().name())) {
					throw new RejectedEventException("poison");
				}
			});
		}

	}

}
