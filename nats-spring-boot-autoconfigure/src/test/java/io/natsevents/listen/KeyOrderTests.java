package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.nats.client.api.ConsumerInfo;
import io.natsevents.event.Event;
import io.natsevents.listen.MortalInstance.Handler;
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
 * Tests for a listener that handles the events of each key in order, in one instance.
 */
@NatsServerTest
@Tag("compat")
@Timeout(60)
class KeyOrderTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String TYPE = "auth.order.sent";

	private static final String ID = "ordered";

	private static String url;

	private static BusApplication application;

	private final OrderJournal journal = new OrderJournal();

	private final Map<String, String> settings = new HashMap<>();

	private final List<MortalInstance> instances = new ArrayList<>();

	@BeforeAll
	static void start(NatsServer server) {
		url = server.url();
		application = BusApplication.on(server).start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void prepare() {
		set("ordering", "key");
		set("ack-wait", "1s");
		set("retry.max-retries", "5");
		set("retry.delay", "5ms");
		set("shutdown-timeout", "5s");
	}

	@AfterEach
	void removeEvents() throws Exception {
		this.instances.forEach(MortalInstance::close);
		application.removeEvents();
	}

	@Test
	void eachKeyIsInOrderWhileHandlersFailAtRandomAndOtherKeysGoOn() throws Exception {
		int keys = 12;
		int each = 40;
		Map<String, Random> dice = new ConcurrentHashMap<>();
		set("concurrency", "6");
		listen((event, context, acknowledgement) -> handle(event, context.deliveryCount() < 4
				&& dice.computeIfAbsent(event.partitionKey(), (key) -> new Random(1)).nextInt(4) == 0));
		publishMixed(keys, each);
		await().atMost(LIMIT).until(() -> this.journal.done() == keys * each);
		awaitDone();
		assertThat(this.journal.violations()).isEmpty();
		assertThat(this.journal.calls()).hasSizeGreaterThan(keys * each);
		assertThat(this.journal.mostKeysAtATime()).isBetween(2, 6);
		assertThat(deliveries()).as("nothing was given back").isEqualTo(keys * each);
	}

	@Test
	void eventThatFailsForGoodIsParkedAndItsKeyGoesOn() throws Exception {
		List<Long> counts = Collections.synchronizedList(new ArrayList<>());
		listen((event, context, acknowledgement) -> {
			boolean fails = event.data() == 1;
			this.journal.begin(event);
			this.journal.end(event, !fails || context.deliveryCount() == 6);
			if (fails) {
				counts.add(context.deliveryCount());
				throw new IllegalStateException("made by a test");
			}
		});
		publish(OrderJournal.events(TYPE, "a", 4));
		await().atMost(LIMIT).until(() -> this.journal.done() == 4);
		awaitDone();
		assertThat(this.journal.violations()).isEmpty();
		assertThat(counts).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
		long dead = application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getLastSequence();
		assertThat(application.management().getMessage("DLQ_EVENTS", dead).getHeaders())
			.satisfies((headers) -> assertThat(headers.getFirst("Dlq-Deliveries")).isEqualTo("6"))
			.satisfies((headers) -> assertThat(headers.getFirst("Dlq-Reason")).isEqualTo("HANDLER_FAILED"));
	}

	@Test
	void keyThatIsTriedAgainLaterDoesNotHoldUpOthersAndKeepsItsClaims() throws Exception {
		set("retry.delay", "1h");
		set("retry.max-delay", "1h");
		set("max-in-flight", "40");
		set("ack-wait", "300ms");
		RegisteredListener container = listen(
				(event, context, acknowledgement) -> handle(event, "a".equals(event.partitionKey())));
		publish(OrderJournal.events(TYPE, "a", 20));
		publishMixed(5, 40);
		await().atMost(LIMIT).until(() -> this.journal.done() == 200);
		await().pollDelay(Duration.ofMillis(600)).until(() -> container.inFlight() == 20);
		assertThat(this.journal.calls()).filteredOn((call) -> call.startsWith("a")).containsExactly("a0");
		assertThat(deliveries()).as("nothing was given back").isEqualTo(220);
		assertThat(this.journal.violations()).isEmpty();
	}

	@Test
	void stopGivesBackWhatRestsAndTheNextStartGoesOnInOrder() throws Exception {
		AtomicInteger failures = new AtomicInteger(2);
		set("retry.delay", "1h");
		set("retry.max-delay", "1h");
		RegisteredListener container = listen(
				(event, context, acknowledgement) -> handle(event, failures.getAndDecrement() > 0));
		publish(OrderJournal.events(TYPE, "a", 10));
		publish(OrderJournal.events(TYPE, "b", 10));
		await().atMost(LIMIT).until(() -> container.inFlight() == 20);
		container.stop();
		assertThat(this.journal.calls()).containsExactly("a0", "b0");
		container.start();
		await().atMost(LIMIT).until(() -> this.journal.done() == 20);
		awaitDone();
		assertThat(this.journal.violations()).as("%s", this.journal.calls()).isEmpty();
	}

	@Test
	void whatWaitsBehindARunningHandlerAtTheStopIsGivenBackAfterIt() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		set("ack-wait", "10s");
		RegisteredListener container = listen((event, context, acknowledgement) -> {
			this.journal.begin(event);
			Handled.await(release);
			this.journal.end(event, true);
		});
		publish(OrderJournal.events(TYPE, "a", 10));
		// Half of the window that a listener begins with
		await().atMost(LIMIT).until(() -> container.inFlight() == 2);
		Thread stopping = new Thread(container::stop);
		stopping.start();
		await().during(Duration.ofMillis(200)).until(() -> consumer().getNumAckPending() == 2);
		release.countDown();
		stopping.join();
		assertThat(this.journal.calls()).containsExactly("a0");
		container.start();
		await().atMost(LIMIT).until(() -> this.journal.done() == 10);
		awaitDone();
		assertThat(this.journal.violations()).isEmpty();
	}

	@Test
	void batchHoldsEventsOfOneKeyInOrderAndWhatFollowsAFailureWaitsForIt() throws Exception {
		Set<Integer> failed = ConcurrentHashMap.newKeySet();
		set("concurrency", "3");
		listenTo(TYPE, true, (event, context, acknowledgement) -> {
			boolean fails = event.data() % 10 == 7 && failed.add(event.data());
			this.journal.begin(event);
			this.journal.end(event, false);
			if (fails) {
				throw new IllegalStateException("made by a test");
			}
		});
		publishMixed(4, 60);
		awaitDone();
		Map<String, Integer> last = new HashMap<>();
		for (String call : this.journal.calls()) {
			String[] parts = call.split("-");
			int number = Integer.parseInt(parts[1]);
			// A batch that fails is repeated from its beginning, and nothing is left out
			assertThat(number).isLessThanOrEqualTo(last.getOrDefault(parts[0], -1) + 1);
			last.merge(parts[0], number, Math::max);
		}
		assertThat(last).hasSize(4).allSatisfy((key, number) -> assertThat(number).isEqualTo(59));
		assertThat(failed).hasSize(6);
	}

	@Test
	void keyWaitsUntilItsEventIsSettledByHand() throws Exception {
		set("ack-mode", "manual");
		Map<String, Acknowledgement> unsettled = new ConcurrentHashMap<>();
		listen((event, context, acknowledgement) -> {
			this.journal.begin(event);
			this.journal.end(event, true);
			if (event.data() == 0) {
				unsettled.put(event.partitionKey() + context.deliveryCount(), acknowledgement);
			}
			else {
				acknowledgement.acknowledge();
			}
		});
		publish(OrderJournal.events(TYPE, "a", 3));
		publish(OrderJournal.events(TYPE, "b", 3));
		await().atMost(LIMIT).until(() -> unsettled.size() == 2);
		assertThat(this.journal.calls()).containsExactly("a0", "b0");
		unsettled.get("a1").acknowledge();
		await().atMost(LIMIT).until(() -> this.journal.calls().size() == 4);
		unsettled.get("b1").retry(Duration.ZERO);
		await().atMost(LIMIT).until(() -> unsettled.containsKey("b2"));
		// It belongs to the call before
		unsettled.get("b1").acknowledge();
		await().during(Duration.ofMillis(50)).until(() -> this.journal.calls().size() == 5);
		unsettled.get("b2").acknowledge();
		awaitDone();
		assertThat(this.journal.calls()).containsExactly("a0", "b0", "a1", "a2", "b0", "b1", "b2");
	}

	@Test
	void eventThatIsNotSettledByHandInTimeIsTriedAgainBeforeTheNextOfItsKey() throws Exception {
		set("ack-mode", "manual");
		set("ack-timeout", "300ms");
		AtomicReference<Long> settledAt = new AtomicReference<>();
		listen((event, context, acknowledgement) -> {
			this.journal.begin(event);
			this.journal.end(event, true);
			if (event.data() > 0 || context.deliveryCount() == 2) {
				settledAt.compareAndSet(null, context.deliveryCount());
				acknowledgement.acknowledge();
			}
		});
		publish(OrderJournal.events(TYPE, "a", 3));
		awaitDone();
		assertThat(this.journal.calls()).containsExactly("a0", "a0", "a1", "a2");
		assertThat(settledAt).hasValue(2L);
	}

	@Test
	void eventsWithoutKeyWaitForNobody() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		set("retry.delay", "1h");
		set("retry.max-delay", "1h");
		listen((event, context, acknowledgement) -> {
			if (event.data() == 0) {
				throw new IllegalStateException("made by a test");
			}
			handled.incrementAndGet();
		});
		publish(IntStream.range(0, 20).mapToObj((number) -> Event.of(TYPE, number)).toList());
		await().atMost(LIMIT).until(() -> handled.get() == 19);
	}

	@Test
	void eventThatMayHaveEndedTheProcessRunsAloneBeforeTheNextOfItsKey() throws Exception {
		set("retry.max-retries", "0");
		set("ack-wait", "300ms");
		publish(OrderJournal.events(TYPE, "a", 3));
		for (int deaths = 0; deaths < 2; deaths++) {
			MortalInstance dying = instance();
			dying.listen(ID, TYPE, false, (event, context, acknowledgement) -> dying.die());
			assertThat(dying.awaitDeath(LIMIT)).isTrue();
		}
		listen((event, context, acknowledgement) -> handle(event, false));
		await().atMost(LIMIT).until(() -> this.journal.done() == 3);
		awaitDone();
		assertThat(this.journal.calls()).containsExactly("a0", "a1", "a2");
	}

	private void handle(Event<Integer> event, boolean fails) {
		this.journal.begin(event);
		// Long enough for others to be seen at the same time
		LockSupport.parkNanos(200_000);
		this.journal.end(event, !fails);
		if (fails) {
			throw new IllegalStateException("made by a test");
		}
	}

	private void set(String name, String value) {
		this.settings.put(name, value);
	}

	private RegisteredListener listen(Handler handler) {
		return listenTo(TYPE, false, handler);
	}

	private RegisteredListener listenTo(String type, boolean batch, Handler handler) {
		return instance().listen(ID, type, batch, handler);
	}

	private MortalInstance instance() {
		MortalInstance instance = new MortalInstance(application, url, this.settings);
		this.instances.add(instance);
		return instance;
	}

	private ConsumerInfo consumer() throws Exception {
		return application.management().getConsumerInfo("AUTH_EVENTS", "analytics-" + ID);
	}

	private long deliveries() throws Exception {
		return consumer().getDelivered().getConsumerSequence();
	}

	private void awaitDone() {
		await().atMost(LIMIT).until(() -> consumer().getNumPending() == 0 && consumer().getNumAckPending() == 0);
	}

	private static void publish(List<Event<Integer>> events) {
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
	}

	/**
	 * Publish events of several keys, mixed.
	 */
	private static void publishMixed(int keys, int each) {
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

}
