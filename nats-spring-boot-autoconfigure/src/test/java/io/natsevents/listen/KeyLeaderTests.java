package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the order of each key while leaders of the consumer are killed.
 */
@NatsServerTest(nodes = 3)
@Tag("slow")
@Timeout(180)
class KeyLeaderTests {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final String TYPE = "auth.led.sent";

	private final OrderJournal journal = new OrderJournal();

	@Test
	void keysStayInOrderWhileLeadersAreKilled(NatsCluster cluster) throws Exception {
		try (BusApplication application = BusApplication.on(cluster)
			.property("nats.jetstream.listener.ordering", "key")
			.property("nats.jetstream.listener.concurrency", 4)
			.property("nats.jetstream.listener.ack-wait", "2s")
			.start()) {
			ListenerHandle listener = application.subscriber()
				.subscribe(ListenerDefinition.of("led", Integer.class, TYPE), this::handle);
			KeyedPublishing publishing = new KeyedPublishing(application, TYPE);
			publishing.begin();
			for (int kills = 0; kills < 3; kills++) {
				awaitMore();
				NatsServer victim = cluster.consumerLeader(listener.stream(), listener.durable());
				victim.kill();
				awaitMore();
				victim.start();
				cluster.awaitReady();
			}
			int published = publishing.end();
			await().atMost(LIMIT).until(() -> this.journal.done() == published);
			assertThat(this.journal.violations()).isEmpty();
			assertThat(application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isZero();
		}
	}

	private void handle(Event<Integer> event, DeliveryContext context) {
		this.journal.begin(event);
		LockSupport.parkNanos(500_000);
		boolean fails = context.deliveryCount() < 3 && ThreadLocalRandom.current().nextInt(20) == 0;
		this.journal.end(event, !fails);
		if (fails) {
			throw new IllegalStateException("made by a test");
		}
	}

	private void awaitMore() {
		int before = this.journal.done();
		await().atMost(LIMIT).until(() -> this.journal.done() > before + 300);
	}

}
