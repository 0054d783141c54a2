package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a listener that handles the events of each key in order.
 */
@NatsServerTest
@Tag("compat")
@Timeout(60)
class KeyOrderTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String TYPE = "auth.order.sent";

	private static BusApplication application;

	private final OrderJournal journal = new OrderJournal();

	private final List<ListenerHandle> listeners = new ArrayList<>();

	@BeforeAll
	static void start(NatsServer server) {
		application = BusApplication.on(server)
			.property("nats.jetstream.listener.ordering", "key")
			.property("nats.jetstream.listener.retry.delay", "5ms")
			.start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void removeEvents() throws Exception {
		application.removeEvents();
	}

	@AfterEach
	void stopListeners() {
		this.listeners.forEach(ListenerHandle::stop);
	}

	@Test
	void eachKeyIsInOrderWhileHandlersFailAtRandomAndOtherKeysGoOn() {
		int keys = 12;
		int each = 40;
		Map<String, Random> dice = new ConcurrentHashMap<>();
		listen(ListenerDefinition.of("failing", Integer.class, TYPE).concurrency(6), (event, context) -> {
			this.journal.begin(event);
			boolean fails = context.deliveryCount() < 4
					&& dice.computeIfAbsent(String.valueOf(event.partitionKey()), (key) -> new Random(key.hashCode()))
						.nextInt(4) == 0;
			this.journal.end(event, !fails);
			if (fails) {
				throw new IllegalStateException("made by a test");
			}
		});
		publishShuffled(keys, each);
		await().atMost(LIMIT).until(() -> this.journal.done() == keys * each);
		await().atMost(LIMIT).until(() -> application.isDone("failing"));
		assertThat(this.journal.violations()).isEmpty();
		assertThat(this.journal.calls()).hasSizeGreaterThan(keys * each);
		assertThat(this.journal.mostKeysAtATime()).isBetween(2, 6);
		// Nothing was given back
		assertThat(application.consumer("failing").getDelivered().getConsumerSequence()).isEqualTo(keys * each);
	}

	@Test
	void eventThatFailsForGoodIsParkedAndItsKeyGoesOn() throws Exception {
		List<Long> counts = Collections.synchronizedList(new ArrayList<>());
		listen(ListenerDefinition.of("parking", Integer.class, TYPE).concurrency(2), (event, context) -> {
			this.journal.begin(event);
			boolean fails = event.data() == 1;
			if (fails) {
				counts.add(context.deliveryCount());
			}
			this.journal.end(event, !fails || context.deliveryCount() == 6);
			if (fails) {
				throw new IllegalStateException("made by a test");
			}
		});
		publish(OrderJournal.events(TYPE, "a", 4));
		await().atMost(LIMIT).until(() -> this.journal.done() == 4);
		await().atMost(LIMIT).until(() -> application.isDone("parking"));
		assertThat(this.journal.violations()).isEmpty();
		assertThat(counts).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
		assertThat(application.management().getMessage("DLQ_EVENTS", lastDeadLetter()).getHeaders())
			.satisfies((headers) -> assertThat(headers.getFirst("Dlq-Deliveries")).isEqualTo("6"))
			.satisfies((headers) -> assertThat(headers.getFirst("Dlq-Reason")).isEqualTo("HANDLER_FAILED"));
	}

	@Test
	void keyThatIsTriedAgainLaterDoesNotHoldUpOthers() {
		ListenerHandle listener = listen(ListenerDefinition.of("patient", Integer.class, TYPE)
			.with("retry.delay", "1h")
			.with("retry.max-delay", "1h")
			.with("max-in-flight", "40")
			.with("ack-wait", "1s"), (event, context) -> {
				this.journal.begin(event);
				boolean fails = "a".equals(event.partitionKey());
				this.journal.end(event, !fails);
				if (fails) {
					throw new IllegalStateException("made by a test");
				}
			});
		publish(OrderJournal.events(TYPE, "a", 20));
		publishShuffled(5, 40);
		await().atMost(LIMIT).until(() -> this.journal.done() == 200);
		assertThat(this.journal.calls()).filteredOn((call) -> call.startsWith("a")).containsExactly("a0");
		// It rests here for longer than ack-wait
		await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
		assertThat(listener.inFlight()).isEqualTo(20);
		assertThat(application.consumer("patient").getDelivered().getConsumerSequence()).isEqualTo(220);
		assertThat(this.journal.violations()).isEmpty();
	}

	private ListenerHandle listen(ListenerDefinition<Integer> definition, EventHandler<Integer> handler) {
		ListenerHandle listener = application.subscriber().subscribe(definition, handler);
		this.listeners.add(listener);
		return listener;
	}

	private static void publish(List<Event<Integer>> events) {
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
	}

	/**
	 * Publish events of several keys, mixed.
	 */
	private static void publishShuffled(int keys, int each) {
		List<List<Event<Integer>>> all = IntStream.range(0, keys)
			.mapToObj((key) -> OrderJournal.events(TYPE, "k" + key + "-", each))
			.toList();
		Random random = new Random(keys);
		int[] next = new int[keys];
		List<Event<Integer>> mixed = new ArrayList<>();
		while (mixed.size() < keys * each) {
			int key = random.nextInt(keys);
			if (next[key] < each) {
				mixed.add(all.get(key).get(next[key]++));
			}
		}
		publish(mixed);
	}

	private static long lastDeadLetter() throws Exception {
		return application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getLastSequence();
	}

}
