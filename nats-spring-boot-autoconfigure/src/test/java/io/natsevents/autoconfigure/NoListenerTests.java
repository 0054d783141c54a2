package io.natsevents.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.natsevents.event.Event;
import io.natsevents.publish.PublishStatus;
import io.natsevents.support.BusApplication;
import io.natsevents.support.Monitoring;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for applications that listen to nothing: they cost what they use.
 */
@NatsServerTest
class NoListenerTests {

	@Test
	void publisherHasNoListenersThreadsAndAsksForNothing(NatsServer server) throws Exception {
		BusApplication application = BusApplication.on(server).start();
		try (application) {
			assertThat(application.publisher().publish(Event.of("auth.user.created", "ada")).status())
				.isEqualTo(PublishStatus.STORED);
			assertThat(application.management().getConsumerNames("AUTH_EVENTS")).isEmpty();
			assertIdle(server);
			assertThat(ownThreads()).noneMatch((name) -> name.contains("claims") || name.contains("watch")
					|| name.contains("handler") || name.contains("listener"));
			assertUp(application);
		}
		await().until(() -> ownThreads().isEmpty());
	}

	@Test
	void applicationThatDoesNothingWithEventsIsUpAndStopsAtOnce(NatsServer server) {
		BusApplication application = BusApplication.on(server).property("nats.jetstream.services", "").start();
		assertUp(application);
		assertIdle(server);
		long started = System.nanoTime();
		application.close();
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
		await().until(() -> ownThreads().isEmpty());
	}

	/**
	 * Nothing is sent on its own account.
	 */
	private static void assertIdle(NatsServer server) {
		long before = Monitoring.of(server).received();
		await().during(Duration.ofMillis(500)).until(() -> Monitoring.of(server).received() == before);
	}

	private static void assertUp(BusApplication application) {
		for (String part : List.of("connection", "streams", "listeners", "deadLetters")) {
			assertThat(application.health(part).getStatus()).as(part).isEqualTo(Status.UP);
		}
	}

	private static List<String> ownThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("jetstream-"))
			.toList();
	}

}
