package io.natsevents.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import io.nats.client.api.MessageInfo;
import io.natsevents.deadletter.DeadLetterHeaders;
import io.natsevents.event.Event;
import io.natsevents.listen.DeliveryContext;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.listen.Ordering;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for replays into a listener that keeps the order of the whole fleet.
 */
@NatsServerTest
class PartitionedReplayTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final Queue<DeliveryContext> calls = new ConcurrentLinkedQueue<>();

	private final Map<Long, String> keys = new HashMap<>();

	@Test
	void orderPerKeyHoldsOverAllPartitions(NatsServer server) throws Exception {
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.streams.AUTH_EVENTS.partitions", "4")
			.property("nats.jetstream.listener.retry.max-retries", "2")
			.start()) {
			application.subscriber()
				.subscribe(ListenerDefinition.of("fleet", Integer.class, "auth.user.created")
					.ordering(Ordering.CLUSTER)
					.concurrency(4), this::handle);
			application.publisher()
				.publishAll(List.copyOf(IntStream.range(0, 60)
					.mapToObj((i) -> Event.of("auth.user.created", i).entity("user/" + i % 6))
					.toList()));
			await().atMost(LIMIT).until(() -> replaying(false).size() == 60);
			Replay replay = application.bean(EventReplay.class).start(ReplayRequest.into("fleet"));
			assertThat(replay.await(LIMIT)).as(replay.reason()).isTrue();
			assertThat(replay.progress().total()).isEqualTo(60);
			assertThat(replay.progress().parked()).isEqualTo(1);
			assertThat(replay.progress().handled()).isEqualTo(59);
			Map<String, List<Long>> byKey = new HashMap<>();
			replaying(true).forEach((call) -> byKey
				.computeIfAbsent(String.valueOf(this.keys.get(call.sequence())), (key) -> new ArrayList<>())
				.add(call.sequence()));
			assertThat(byKey).hasSize(6);
			assertThat(byKey.values()).allSatisfy((sequences) -> assertThat(sequences).isSorted());
			MessageInfo dead = application.management()
				.getLastMessage("DLQ_EVENTS", "dlq.AUTH_EVENTS.analytics-fleet.*");
			assertThat(dead.getHeaders().getFirst(DeadLetterHeaders.REPLAY)).isEqualTo(replay.id());
		}
	}

	private void handle(Event<Integer> event, DeliveryContext context) {
		synchronized (this.keys) {
			this.keys.put(context.sequence(), String.valueOf(event.partitionKey()));
		}
		this.calls.add(context);
		if (context.replaying() && Integer.valueOf(7).equals(event.data())) {
			throw new IllegalStateException("not this one");
		}
	}

	private List<DeliveryContext> replaying(boolean replaying) {
		return this.calls.stream().filter((call) -> call.replaying() == replaying).toList();
	}

}
