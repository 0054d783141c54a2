package io.natsevents.listen;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.nats.client.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link KeyedWorkers}. The body of a message is its key.
 */
class KeyedWorkersTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

	private final InFlightWindow window = new InFlightWindow(500, 1, Duration.ofSeconds(30));

	private final AtomicInteger madeAnew = new AtomicInteger();

	private final SettledEvents settled = new SettledEvents(2000, this.madeAnew::get);

	private KeyedWorkers workers;

	@AfterEach
	void shutDown() {
		this.scheduler.shutdownNow();
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7 })
	void everyKeyIsInOrderAndNeverMoreKeysAtATimeThanAllowed(int concurrency) {
		Map<String, Long> last = new ConcurrentHashMap<>();
		Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
		AtomicInteger keysRunning = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger done = new AtomicInteger();
		List<String> violations = Collections.synchronizedList(new ArrayList<>());
		start(concurrency, (deliveries) -> {
			Delivery delivery = deliveries.get(0);
			String key = key(delivery);
			most.accumulateAndGet(keysRunning.incrementAndGet(), Math::max);
			if (running.computeIfAbsent(key, (any) -> new AtomicInteger()).incrementAndGet() > 1) {
				violations.add(delivery + " beside another of its key");
			}
			LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(5_000));
			boolean again = ThreadLocalRandom.current().nextInt(10) == 0;
			if (!again && last.merge(key, delivery.sequence(), Math::max) > delivery.sequence()) {
				violations.add(delivery + " after " + last.get(key));
			}
			running.get(key).decrementAndGet();
			keysRunning.decrementAndGet();
			if (again) {
				this.workers.keep(delivery, Duration.ofNanos(ThreadLocalRandom.current().nextInt(200_000)), true);
			}
			else {
				done.incrementAndGet();
				this.workers.over(delivery, true);
			}
		});
		for (int i = 1; i <= 5000; i++) {
			assertThat(this.workers.submit(delivery(i, "k" + ThreadLocalRandom.current().nextInt(20)))).isTrue();
		}
		await().atMost(LIMIT).until(() -> done.get() == 5000);
		assertThat(this.workers.awaitIdle(LIMIT)).isTrue();
		assertThat(violations).isEmpty();
		assertThat(most).hasValueLessThanOrEqualTo(concurrency);
		assertThat(this.workers.held()).isEmpty();
	}

	@Test
	void eventIsKnownWhileItIsHeldAndForSomeTimeAfterItWasSettled() {
		CountDownLatch release = new CountDownLatch(1);
		start(1, (deliveries) -> {
			Handled.await(release);
			deliveries.forEach((delivery) -> this.workers.over(delivery, delivery.sequence() != 2));
		});
		this.workers.submit(delivery(1, "a"));
		this.workers.submit(delivery(2, "a"));
		assertThat(this.workers.isHeld(delivery(1, "a"))).isTrue();
		assertThat(this.workers.isHeld(delivery(2, "a"))).isTrue();
		assertThat(this.workers.isHeld(delivery(3, "a"))).isFalse();
		release.countDown();
		await().atMost(LIMIT).until(() -> this.workers.held().isEmpty());
		assertThat(this.workers.wasSettled(delivery(1, "a"))).isTrue();
		assertThat(this.workers.wasSettled(delivery(2, "a"))).as("given back").isFalse();
		for (int i = 3; i <= 2002; i++) {
			this.workers.submit(delivery(i, "a"));
		}
		await().atMost(LIMIT).until(() -> this.workers.held().isEmpty());
		assertThat(this.workers.wasSettled(delivery(1, "a"))).isFalse();
		assertThat(this.workers.wasSettled(delivery(2002, "a"))).isTrue();
	}

	@Test
	void eventWhoseAcknowledgementIsOnItsWayIsNotCountedAsOutAndIsSettledWhenItComesAgain() {
		CountDownLatch release = new CountDownLatch(1);
		start(1, (deliveries) -> {
			deliveries.forEach(Delivery::acknowledged);
			Handled.await(release);
			deliveries.forEach((delivery) -> this.workers.over(delivery, true));
		});
		this.workers.submit(delivery(1, "a"));
		this.workers.submit(delivery(2, "a"));
		await().atMost(LIMIT).until(() -> this.workers.held().size() == 1);
		assertThat(this.workers.held()).containsExactly(delivery(2, "a").position());
		assertThat(this.workers.isHeld(delivery(1, "a"))).isFalse();
		assertThat(this.workers.wasSettled(delivery(1, "a"))).isTrue();
		assertThat(this.workers.isHeld(delivery(2, "a"))).isTrue();
		release.countDown();
		await().atMost(LIMIT).until(() -> this.workers.wasSettled(delivery(2, "a")));
	}

	@Test
	void whatWasSettledIsForgottenWhenTheConsumerWasMadeAnew() {
		start(1, (deliveries) -> deliveries.forEach((delivery) -> this.workers.over(delivery, true)));
		this.workers.submit(delivery(1, "a"));
		await().atMost(LIMIT).until(() -> this.workers.wasSettled(delivery(1, "a")));
		this.madeAnew.incrementAndGet();
		assertThat(this.workers.wasSettled(delivery(1, "a"))).isFalse();
		this.workers.submit(delivery(2, "a"));
		await().atMost(LIMIT).until(() -> this.workers.wasSettled(delivery(2, "a")));
	}

	@Test
	void laterDeliveryOfOneThatIsHeldCountsForTheServerAndIsNoAttempt() {
		CountDownLatch release = new CountDownLatch(1);
		start(1, (deliveries) -> {
			Handled.await(release);
			this.workers.keep(deliveries.get(0), Duration.ofHours(1), true);
		});
		this.workers.submit(delivery(1, "a"));
		assertThat(this.workers.isHeld(new Delivery(new TestMessage("auth.user.created", null, new byte[0], 1, 4))))
			.isTrue();
		release.countDown();
		assertThat(this.workers.awaitIdle(LIMIT)).isTrue();
		assertThat(this.workers.stop((delivery) -> false)).singleElement()
			.satisfies((delivery) -> assertThat(delivery.deliveriesByServer()).isEqualTo(4))
			.satisfies((delivery) -> assertThat(delivery.deliveryCount()).isEqualTo(2));
	}

	@Test
	void executorThatRunsHandlersOnItsCallerDoesNotDoSoWhereRestsEnd() throws Exception {
		List<Thread> handling = Collections.synchronizedList(new ArrayList<>());
		start(1, Runnable::run, (deliveries) -> {
			handling.add(Thread.currentThread());
			Delivery delivery = deliveries.get(0);
			if (delivery.deliveryCount() < 3) {
				this.workers.keep(delivery, Duration.ofMillis(1), true);
			}
			else {
				this.workers.over(delivery, true);
			}
		});
		this.workers.submit(delivery(1, "a"));
		await().atMost(LIMIT).until(() -> this.workers.held().isEmpty());
		Thread ending = this.scheduler.submit(Thread::currentThread).get();
		assertThat(handling).hasSize(3).startsWith(Thread.currentThread()).doesNotContain(ending);
	}

	@Test
	void manyThatGetNoThreadWaitForItTogetherAndBeginTogether() {
		AtomicBoolean full = new AtomicBoolean(true);
		AtomicInteger most = new AtomicInteger();
		AtomicInteger running = new AtomicInteger();
		CountDownLatch three = new CountDownLatch(3);
		start(3, (task) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full");
			}
			this.threads.execute(task);
		}, (deliveries) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			three.countDown();
			Handled.await(three);
			running.decrementAndGet();
			this.workers.over(deliveries.get(0), true);
		});
		for (int i = 1; i <= 10; i++) {
			this.workers.submit(delivery(i, "k" + i));
		}
		assertThat(this.scheduler.getQueue()).hasSize(1);
		full.set(false);
		await().atMost(LIMIT).until(() -> this.workers.held().isEmpty());
		assertThat(most).hasValue(3);
	}

	@Test
	void nothingIsKeptAfterTheStopAndWhatWaitsForAHandlerIsReturnedAfterIt() {
		CountDownLatch release = new CountDownLatch(1);
		List<Boolean> kept = Collections.synchronizedList(new ArrayList<>());
		start(1, (deliveries) -> {
			Handled.await(release);
			kept.add(this.workers.keep(deliveries.get(0), Duration.ZERO, true));
			this.workers.over(deliveries.get(0), false);
		});
		this.workers.submit(delivery(1, "a"));
		this.workers.submit(delivery(2, "a"));
		this.workers.submit(delivery(3, "b"));
		await().atMost(LIMIT).until(() -> this.workers.allBusyNanos() > 0);
		assertThat(this.workers.stop((delivery) -> false)).extracting(Delivery::sequence).containsExactly(3L);
		assertThat(this.workers.submit(delivery(4, "c"))).isFalse();
		release.countDown();
		assertThat(this.workers.awaitIdle(LIMIT)).isTrue();
		assertThat(kept).containsExactly(false);
		assertThat(this.workers.stop((delivery) -> false)).extracting(Delivery::sequence).containsExactly(2L);
	}

	@Test
	void threadThatIsRefusedIsAskedForAgain() {
		AtomicBoolean full = new AtomicBoolean(true);
		AtomicInteger done = new AtomicInteger();
		start(1, (task) -> {
			if (full.getAndSet(false)) {
				throw new RejectedExecutionException("full");
			}
			this.threads.execute(task);
		}, (deliveries) -> {
			done.incrementAndGet();
			this.workers.over(deliveries.get(0), true);
		});
		assertThat(this.workers.submit(delivery(1, "a"))).isTrue();
		assertThat(this.workers.awaitIdle(Duration.ZERO)).isTrue();
		assertThat(done).hasValue(0);
		await().atMost(LIMIT).until(() -> done.get() == 1);
	}

	@Test
	void thoseThatCannotBeginDoNotFillTheWindow() {
		start(1, (deliveries) -> this.workers.keep(deliveries.get(0), Duration.ofHours(1), true));
		this.window.handled(Duration.ofSeconds(3).toNanos());
		assertThat(this.window.size()).isEqualTo(10);
		for (int i = 1; i <= 10; i++) {
			this.window.enter();
			this.workers.submit(delivery(i, "a"));
		}
		await().atMost(LIMIT).until(() -> this.window.room() == 5);
		for (int i = 11; i <= 498; i++) {
			this.window.enter();
			this.workers.submit(delivery(i, "a"));
		}
		assertThat(this.window.room()).isEqualTo(2);
	}

	@Test
	void everythingHeldIsVisited() {
		CountDownLatch release = new CountDownLatch(1);
		start(1, (deliveries) -> {
			Handled.await(release);
			this.workers.over(deliveries.get(0), true);
		});
		Map<Long, Integer> visits = new HashMap<>();
		for (int i = 1; i <= 4; i++) {
			this.workers.submit(delivery(i, (i % 2 == 0) ? "a" : "b"));
		}
		this.workers.forEach((delivery) -> visits.merge(delivery.sequence(), 1, Integer::sum));
		assertThat(visits).isEqualTo(Map.of(1L, 1, 2L, 1, 3L, 1, 4L, 1));
		release.countDown();
	}

	private void start(int concurrency, Consumer<List<Delivery>> work) {
		start(concurrency, this.threads, work);
	}

	private void start(int concurrency, Executor handlers, Consumer<List<Delivery>> work) {
		ListenerSettings plain = TestEndpoint.settings();
		ListenerSettings settings = new ListenerSettings(plain.ackWait(), plain.retry(), concurrency, Ordering.KEY,
				plain.ackMode(), plain.ackTimeout(), plain.confirmAcks(), plain.maxInFlight(), plain.maxAckPending(),
				plain.extendAckWait(), plain.deliverFrom(), plain.missingStream(), plain.autoStartup(),
				plain.shutdownTimeout());
		this.workers = new KeyedWorkers(TestEndpoint.of("worker", settings), KeyedWorkersTests::key, this.settled,
				this.window, handlers, this.scheduler, this.threads, 1, work);
	}

	private static String key(Delivery delivery) {
		return key(delivery.message());
	}

	private static String key(Message message) {
		return new String(message.getData(), StandardCharsets.UTF_8);
	}

	private static Delivery delivery(long sequence, String key) {
		return new Delivery(
				new TestMessage("auth.user.created", null, key.getBytes(StandardCharsets.UTF_8), sequence, 1));
	}

}
