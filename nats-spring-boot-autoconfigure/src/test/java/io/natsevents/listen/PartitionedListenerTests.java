package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.nats.client.api.ConsumerInfo;
import io.natsevents.event.EventPartition;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PartitionedListener} on a real server, with instances that live and
 * die.
 */
@NatsServerTest
class PartitionedListenerTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static String url;

	private static BusApplication application;

	private final List<MortalInstance> instances = new ArrayList<>();

	private final Map<String, String> settings = new HashMap<>(Map.of("ordering", "cluster", "retry.max-retries",
			"1000", "retry.delay", "5ms", "retry.max-delay", "20ms"));

	private final CountDownLatch release = new CountDownLatch(1);

	@BeforeAll
	static void start(NatsServer server) {
		url = server.url();
		application = BusApplication.on(server).property("nats.jetstream.services", "").start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@AfterEach
	void closeInstances() {
		this.release.countDown();
		this.instances.forEach(MortalInstance::close);
	}

	@Test
	void orderOfEachKeyHoldsOverInstancesRetriesAndADeath() throws Exception {
		PartitionedEvents events = new PartitionedEvents(application, "order", 4).create();
		FleetJournal journal = new FleetJournal();
		this.settings.put("concurrency", "4");
		worker("one", journal, Integer.MAX_VALUE);
		worker("two", journal, 30);
		worker("three", journal, Integer.MAX_VALUE);
		for (int i = 0; i < 25; i++) {
			for (int key = 0; key < 12; key++) {
				events.publish("order.line.added", "user/" + key, i);
			}
		}
		await().atMost(LIMIT).until(() -> events.left("analytics-order") == 0);
		assertThat(journal.violations()).isEmpty();
		assertThat(journal.ended()).isEqualTo(300);
		assertThat(journal.endedBy("one")).isGreaterThan(30);
		assertThat(journal.endedBy("three")).isGreaterThan(30);
		assertThat(journal.endedBy("two")).isEqualTo(30);
	}

	private void worker(String name, FleetJournal journal, int deathAfter) {
		Random random = new Random(name.hashCode());
		AtomicInteger ended = new AtomicInteger();
		MortalInstance instance = newInstance();
		instance.listen("order", "order.line.added", false, (event, context, acknowledgement) -> {
			String key = event.partitionKey();
			journal.begin(name, key, event.data());
			TimeUnit.MILLISECONDS.sleep(1);
			boolean fails;
			synchronized (random) {
				fails = random.nextInt(10) == 0;
				if (ended.get() == deathAfter) {
					instance.die();
				}
				if (!fails) {
					ended.incrementAndGet();
					journal.end(name, key, event.data());
				}
			}
			if (fails) {
				throw new IllegalStateException("at random");
			}
		});
	}

	private MortalInstance newInstance() {
		MortalInstance instance = new MortalInstance(application, url, this.settings);
		this.instances.add(instance);
		return instance;
	}

	@Test
	void eachPartitionHasADurableOfItsOwn() throws Exception {
		PartitionedEvents events = new PartitionedEvents(application, "parts", 3).create();
		Set<Integer> handled = ConcurrentHashMap.newKeySet();
		MortalInstance instance = newInstance();
		RegisteredListener listener = instance.listen("parts", "parts.user.*", false,
				(event, context, acknowledgement) -> handled.add(event.data()));
		assertThat(events.management().getConsumerNames("PARTS_EVENTS")).containsExactlyInAnyOrder("analytics-parts-p0",
				"analytics-parts-p1", "analytics-parts-p2");
		assertThat(filters(events, 0)).containsExactly("parts.user.*", "parts.user.*.p0");
		assertThat(filters(events, 2)).containsExactly("parts.user.*.p2");
		assertThat(consumer(events, 1).getConsumerConfiguration().getMaxAckPending()).isEqualTo(1);
		for (int i = 0; i < 20; i++) {
			events.publish("parts.user.created", "user/" + i, i);
			events.publishWithoutPartition("parts.user.created", "user/" + i, 100 + i);
		}
		await().atMost(LIMIT).until(() -> events.left("analytics-parts") == 0);
		assertThat(handled).hasSize(40);
		assertThat(listener.partitions()).hasSize(3);
		await().atMost(LIMIT).until(() -> listener.backlog().lag().isPresent());
		assertThat(listener.state().phase()).isEqualTo(ListenerState.Phase.PULLING);
	}

	private static List<String> filters(PartitionedEvents events, int partition) throws Exception {
		return consumer(events, partition).getConsumerConfiguration().getFilterSubjects();
	}

	private static ConsumerInfo consumer(PartitionedEvents events, int partition) throws Exception {
		return events.management().getConsumerInfo("PARTS_EVENTS", "analytics-parts-p" + partition);
	}

	@Test
	void concurrencyBoundsTheHandlersOfAllPartitionsTogether() throws Exception {
		PartitionedEvents events = new PartitionedEvents(application, "bound", 8).create();
		IntStream.range(0, 60).forEach((i) -> events.publish("bound.user.created", "user/" + i, i));
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		this.settings.put("concurrency", "3");
		newInstance().listen("bound", "bound.user.created", false, (event, context, acknowledgement) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			TimeUnit.MILLISECONDS.sleep(3);
			running.decrementAndGet();
		});
		await().atMost(LIMIT).until(() -> events.left("analytics-bound") == 0);
		assertThat(most).hasValue(3);
	}

	@Test
	void handlerThatHangsHoldsUpItsPartitionOnly() throws Exception {
		PartitionedEvents events = new PartitionedEvents(application, "hang", 8).create();
		events.publish("hang.user.created", "stuck", 0);
		CountDownLatch stuck = new CountDownLatch(1);
		newInstance().listen("hang", "hang.user.created", false, (event, context, acknowledgement) -> {
			stuck.countDown();
			Handled.await(this.release);
		});
		assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
		int hanging = EventPartition.of("stuck", 8);
		int others = 0;
		for (int i = 0; i < 40; i++) {
			events.publish("hang.user.created", "user/" + i, i);
			others += (EventPartition.of("user/" + i, 8) != hanging) ? 1 : 0;
		}
		List<Integer> handled = new ArrayList<>();
		newInstance().listen("hang", "hang.user.created", false, (event, context, acknowledgement) -> {
			synchronized (handled) {
				handled.add(event.data());
			}
		});
		int expected = others;
		await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).hasSize(expected));
		ConsumerInfo info = events.management().getConsumerInfo("HANG_EVENTS", "analytics-hang-p" + hanging);
		assertThat(info.getRedelivered()).isZero();
		assertThat(info.getNumAckPending()).isEqualTo(1);
		this.release.countDown();
		await().atMost(LIMIT).until(() -> events.left("analytics-hang") == 0);
	}

}
