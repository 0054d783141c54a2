package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for an application whose listener does not come to its events before the stream
 * discards them.
 */
@Tag("compat")
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class RetentionEndToEndTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Everything everything = new Everything();

	@Test
	void logMetersAndHealthTellOfEventsThatAreDiscardedUnhandled(NatsServer server, Leftovers leftovers,
			CapturedOutput output) {
		leftovers.allowErrors("were discarded by its retention or a purge");
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.streams.AUTH_EVENTS.max-messages", 50)
			.bean(meters)
			.bean(this.everything)
			.start()) {
			publish(application, 10);
			await().atMost(LIMIT).until(() -> gauge(meters, "lag") == 0);
			assertThat(gauge(meters, "past.end")).isZero();
			application.listener("everything").pause();
			// The request that was out when it was paused must not bring what follows
			await().atMost(LIMIT).until(() -> application.listener("everything").state().phase() == Phase.PAUSED);
			publish(application, 100);
			await().atMost(LIMIT).until(() -> missed(meters) == 50);
			await().atMost(LIMIT).until(() -> gauge(meters, "retention.used") == 1);
			assertThat(gauge(meters, "lag")).isEqualTo(50);
			application.listener("everything").resume();
			await().atMost(LIMIT)
				.until(() -> application.listener("everything").state().phase() == Phase.MISSING_EVENTS);
			assertThat(application.health("listeners").getStatus()).isEqualTo(Status.DOWN);
			assertThat(application.health("listeners").getDetails().get("everything")).asString()
				.contains("missed={", "count=50", "firstSequence=11", "lastSequence=60");
			await().atMost(LIMIT).until(() -> this.everything.handled.size() == 60);
			assertThat(output).containsOnlyOnce("were discarded by its retention or a purge")
				.containsPattern("Listener everything \\(durable analytics-everything\\): at least \\d+ event\\(s\\) of"
						+ " stream AUTH_EVENTS between sequences 11 and \\d+ were discarded")
				.containsOnlyOnce("Listener everything is behind by ");
		}
	}

	@Test
	void whoMayNotAskAboutTheStreamIsToldOnce(CapturedOutput output) throws Exception {
		try (NatsServer server = NatsServer.builder().extraConfiguration("""
				authorization { users: [ { user: blind, password: secret,
				  permissions: { publish: { deny: "$JS.API.STREAM.INFO.AUTH_EVENTS" } } } ] }
				""").start();
				BusApplication application = BusApplication.on(server)
					.property("nats.username", "blind")
					.property("nats.password", "secret")
					.property("nats.connect-timeout", "500ms")
					.property("nats.jetstream.provisioning.mode", "none")
					.start()) {
			StreamSnapshots streams = new StreamSnapshots(application.bean(ConnectionSupervisor.class),
					System::nanoTime);
			assertThat(streams.of("AUTH_EVENTS")).isNull();
			assertThat(streams.of("AUTH_EVENTS")).isNull();
		}
		assertThat(output).containsOnlyOnce("Nobody can tell whether stream AUTH_EVENTS discards events")
			.contains("grant to publish to '$JS.API.STREAM.INFO.AUTH_EVENTS'");
	}

	private static long missed(MeterRegistry meters) {
		return (long) meters.get("nats.jetstream.listener.missed").counter().count();
	}

	private static double gauge(MeterRegistry meters, String name) {
		return meters.get("nats.jetstream.listener." + name).gauge().value();
	}

	private static void publish(BusApplication application, int count) {
		List<Event<Integer>> events = IntStream.range(0, count)
			.mapToObj((i) -> Event.of("auth.user.created", i))
			.toList();
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
	}

	static class Everything {

		final Handled handled = new Handled();

		@JetStreamListener(id = "everything", value = "auth.>")
		void on(Event<Integer> event, DeliveryContext context) {
			this.handled.add(event, context);
		}

	}

}
