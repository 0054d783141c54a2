package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.support.Link;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a listener whose connection is dead without the server knowing: it deals out
 * messages to the request on that connection and to the one on the new connection in
 * turn.
 */
@NatsServerTest
@Tag("compat")
@Timeout(60)
class AbandonedPullTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String TYPE = "auth.link.abandoned";

	private final List<Integer> handled = new CopyOnWriteArrayList<>();

	@ParameterizedTest
	@EnumSource(value = Ordering.class, names = { "NONE", "KEY" })
	void eventsDeliveredToARequestOnADeadConnectionAreHandledAtOnce(Ordering ordering, NatsServer server)
			throws Exception {
		try (Link link = Link.to(server); BusApplication application = start(link, Duration.ofSeconds(40))) {
			application.subscriber()
				.subscribe(ListenerDefinition.of("linked", Integer.class, TYPE).ordering(ordering).concurrency(1),
						(event, context) -> this.handled.add(event.data()));
			publish(application, 0, 20);
			link.freezeConnections();
			await().atMost(LIMIT).until(() -> link.workingPorts().size() == 1);
			publish(application, 20, 60);
			assertThat(link.connections()).as("the dead connection is still there").isEqualTo(2);
			await().atMost(LIMIT).until(() -> application.isDone("linked"));
		}
		assertThat(this.handled).containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList());
	}

	@Test
	void burstThatIsDealtOutToBothConnectionsIsHandledInTheOrderOfKeys(NatsServer server) throws Exception {
		try (Link link = Link.to(server); BusApplication application = start(link, Duration.ofSeconds(40))) {
			application.subscriber()
				.subscribe(ListenerDefinition.of("linked", Integer.class, TYPE).ordering(Ordering.KEY).concurrency(8),
						(event, context) -> this.handled.add(event.data()));
			publish(application, 0, 20);
			link.freezeConnections();
			await().atMost(LIMIT).until(() -> link.workingPorts().size() == 1);
			publish(application, 20, 40);
			application.publisher()
				.publishAll(IntStream.range(40, 540)
					.mapToObj((number) -> Event.of(TYPE, number).partitionKey("one"))
					.toList());
			await().atMost(LIMIT).until(() -> application.isDone("linked"));
			assertThat(link.connections()).as("the dead connection is still there").isEqualTo(2);
		}
		assertThat(this.handled).containsExactlyElementsOf(IntStream.range(0, 540).boxed().toList());
	}

	@Test
	void eventsLostOnADeadConnectionComeBeforeLaterOnesOfTheirKey(NatsServer server) throws Exception {
		try (Link link = Link.to(server);
				BusApplication application = start(link, Duration.ofSeconds(2));
				BusApplication publisher = BusApplication.on(server).start()) {
			application.subscriber()
				.subscribe(ListenerDefinition.of("linked", Integer.class, TYPE).ordering(Ordering.KEY),
						(event, context) -> this.handled.add(event.data()));
			publish(publisher, 0, 20);
			link.freezeConnections();
			for (int number = 20; number < 100; number++) {
				publisher.publisher().publish(Event.of(TYPE, number).partitionKey("one"));
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			}
			await().atMost(LIMIT).until(() -> application.isDone("linked"));
			assertThat(link.connections()).as("the dead connection is still there").isEqualTo(2);
		}
		assertThat(this.handled).containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
	}

	private static BusApplication start(Link link, Duration ackWait) {
		return BusApplication.at(link.url())
			.property("nats.ping-interval", "500ms")
			.property("nats.jetstream.listener.ack-wait", ackWait.toSeconds() + "s")
			.start();
	}

	/**
	 * Publish events of one key, one after the other, until all are handled.
	 */
	private void publish(BusApplication application, int begin, int end) {
		for (int number = begin; number < end; number++) {
			application.publisher().publish(Event.of(TYPE, number).partitionKey("one"));
		}
		await().atMost(LIMIT).until(() -> this.handled.size() >= end);
	}

}
