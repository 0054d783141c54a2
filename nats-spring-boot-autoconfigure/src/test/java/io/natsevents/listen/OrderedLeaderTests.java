package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for both orders when the node dies that leads a partition's consumer, the
 * consumer of the keys, and the cluster.
 */
@NatsServerTest(nodes = 3)
@Timeout(180)
class OrderedLeaderTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final String TYPE = "auth.led.sent";

	private final OrderJournal keys = new OrderJournal();

	private final OrderJournal partitions = new OrderJournal();

	@Test
	void ordersAreKeptWhenTheLeaderOfConsumersAndClusterIsKilled(NatsCluster cluster) throws Exception {
		try (BusApplication application = BusApplication.on(cluster)
			.property("nats.jetstream.streams.AUTH_EVENTS.partitions", 2)
			.property("nats.jetstream.listener.concurrency", 4)
			.property("nats.jetstream.listener.ack-wait", "2s")
			.start()) {
			ListenerHandle byKey = application.subscriber()
				.subscribe(ListenerDefinition.of("by-key", Integer.class, TYPE).ordering(Ordering.KEY),
						(event, context) -> handle(this.keys, event));
			ListenerHandle byPartition = application.subscriber()
				.subscribe(ListenerDefinition.of("by-partition", Integer.class, TYPE).ordering(Ordering.CLUSTER),
						(event, context) -> handle(this.partitions, event));
			KeyedPublishing publishing = new KeyedPublishing(application, TYPE);
			publishing.begin();
			awaitMore();
			NatsServer victim = cluster.metaLeader();
			cluster.moveConsumerLeader(byKey.stream(), byKey.durable(), victim);
			cluster.moveConsumerLeader(byPartition.stream(), byPartition.durable() + "-p0", victim);
			victim.kill();
			awaitMore();
			int published = publishing.end();
			await().atMost(LIMIT).until(() -> this.keys.done() == published && this.partitions.done() == published);
			assertThat(this.keys.violations()).isEmpty();
			assertThat(this.partitions.violations()).isEmpty();
		}
	}

	private static void handle(OrderJournal journal, Event<Integer> event) {
		journal.begin(event);
		LockSupport.parkNanos(500_000);
		journal.end(event, true);
	}

	private void awaitMore() {
		int keysBefore = this.keys.done();
		int partitionsBefore = this.partitions.done();
		await().atMost(LIMIT)
			.until(() -> this.keys.done() > keysBefore + 100 && this.partitions.done() > partitionsBefore + 100);
	}

}
