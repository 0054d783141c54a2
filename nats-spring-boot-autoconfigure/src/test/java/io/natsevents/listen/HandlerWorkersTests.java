package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HandlerWorkers}.
 */
class HandlerWorkersTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void shutDown() {
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7 })
	void everyDeliveryIsWorkedOnOnceAndNeverMoreAtATimeThanAllowed(int concurrency) {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Set<Long> handled = ConcurrentHashMap.newKeySet();
		AtomicInteger count = new AtomicInteger();
		HandlerWorkers workers = new HandlerWorkers(concurrency, this::executeSoon, 1, (deliveries) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(20_000));
			deliveries.forEach((delivery) -> {
				handled.add(delivery.sequence());
				count.incrementAndGet();
			});
			running.decrementAndGet();
		});
		for (int i = 1; i <= 5000; i++) {
			assertThat(workers.submit(delivery(i))).isTrue();
			if (i % 10 == 0) {
				LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(50_000));
			}
		}
		await().atMost(LIMIT).until(() -> count.get() == 5000);
		assertThat(handled).hasSize(5000);
		assertThat(most).hasValueLessThanOrEqualTo(concurrency);
		assertThat(workers.awaitIdle(LIMIT)).isTrue();
		assertThat(count).hasValue(5000);
	}

	@RepeatedTest(20)
	void deliveryThatComesAsAWorkerGoesToRestIsNotForgotten() {
		AtomicInteger count = new AtomicInteger();
		HandlerWorkers workers = new HandlerWorkers(1, this.threads, 1, (deliveries) -> count.incrementAndGet());
		for (int i = 1; i <= 500; i++) {
			int expected = i;
			workers.submit(delivery(i));
			// As soon as the one before is done, which is when its worker goes to rest
			while (count.get() < expected) {
				Thread.onSpinWait();
			}
		}
		assertThat(count).hasValue(500);
	}

	@Test
	void stopReturnsWhatHasNotStartedAndNothingIsBothHandledAndReturned() {
		Queue<Long> handled = new ConcurrentLinkedQueue<>();
		HandlerWorkers workers = new HandlerWorkers(3, this.threads, 1, (deliveries) -> {
			LockSupport.parkNanos(10_000);
			deliveries.forEach((delivery) -> handled.add(delivery.sequence()));
		});
		for (int i = 1; i <= 2000; i++) {
			workers.submit(delivery(i));
		}
		List<Long> all = new ArrayList<>(workers.stop((delivery) -> false).stream().map(Delivery::sequence).toList());
		assertThat(workers.awaitIdle(LIMIT)).isTrue();
		assertThat(all).isNotEmpty();
		all.addAll(handled);
		assertThat(all).hasSize(2000).doesNotHaveDuplicates();
	}

	@Test
	void deliveryThatComesAfterTheStopIsTheCallersAgain() {
		HandlerWorkers workers = new HandlerWorkers(1, this.threads, 1, (deliveries) -> {
		});
		workers.stop((delivery) -> false);
		assertThat(workers.submit(delivery(1))).isFalse();
		assertThat(workers.stop((delivery) -> false)).isEmpty();
	}

	@Test
	void deliveryWhoseWorkerGetsNoThreadIsTheCallersAgainAndTheWorkerIsNotLost() {
		AtomicBoolean full = new AtomicBoolean(true);
		List<Long> handled = new ArrayList<>();
		HandlerWorkers workers = new HandlerWorkers(1, (task) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full");
			}
			task.run();
		}, 1, (deliveries) -> deliveries.forEach((delivery) -> handled.add(delivery.sequence())));
		assertThat(workers.submit(delivery(1))).isFalse();
		assertThat(workers.awaitIdle(Duration.ZERO)).isTrue();
		full.set(false);
		assertThat(workers.submit(delivery(2))).isTrue();
		assertThat(handled).containsExactly(2L);
	}

	@Test
	void executorThatOftenRefusesLosesNothing() {
		Queue<Long> done = new ConcurrentLinkedQueue<>();
		AtomicInteger requests = new AtomicInteger();
		HandlerWorkers workers = new HandlerWorkers(4, (task) -> {
			if (requests.getAndIncrement() % 3 == 0) {
				throw new RejectedExecutionException("full");
			}
			this.threads.execute(task);
		}, 1, (deliveries) -> {
			LockSupport.parkNanos(1000);
			deliveries.forEach((delivery) -> done.add(delivery.sequence()));
		});
		List<Long> refused = new ArrayList<>();
		for (int i = 1; i <= 3000; i++) {
			if (!workers.submit(delivery(i))) {
				refused.add((long) i);
			}
		}
		await().atMost(LIMIT).until(() -> done.size() + refused.size() == 3000);
		assertThat(refused).isNotEmpty().doesNotContainAnyElementsOf(done);
		assertThat(workers.awaitIdle(LIMIT)).isTrue();
	}

	@Test
	void batchTakesWhatIsWaitingUpToItsSize() {
		CountDownLatch go = new CountDownLatch(1);
		Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
		HandlerWorkers workers = new HandlerWorkers(1, this.threads, 4, (deliveries) -> {
			Handled.await(go);
			sizes.add(deliveries.size());
		});
		workers.submit(delivery(1));
		await().atMost(LIMIT).until(() -> !held(workers).isEmpty() && held(workers).get(0) == 1);
		for (int i = 2; i <= 10; i++) {
			workers.submit(delivery(i));
		}
		go.countDown();
		await().atMost(LIMIT).until(() -> sizes.stream().mapToInt(Integer::intValue).sum() == 10);
		assertThat(sizes).allMatch((size) -> size <= 4).contains(4);
	}

	@Test
	void allWorkersAreBusyForAsLongAsTheLastOfThemHasBeen() {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch second = new CountDownLatch(1);
		HandlerWorkers workers = new HandlerWorkers(2, this.threads, 1,
				(deliveries) -> Handled.await((deliveries.get(0).sequence() == 1) ? first : second));
		assertThat(workers.allBusyNanos()).isZero();
		workers.submit(delivery(1));
		await().during(Duration.ofMillis(50)).until(() -> workers.allBusyNanos() == 0);
		long before = System.nanoTime();
		workers.submit(delivery(2));
		await().until(() -> workers.allBusyNanos() > Duration.ofMillis(20).toNanos());
		assertThat(workers.allBusyNanos()).isLessThanOrEqualTo(System.nanoTime() - before);
		first.countDown();
		await().until(() -> workers.allBusyNanos() == 0);
		second.countDown();
		assertThat(workers.awaitIdle(LIMIT)).isTrue();
	}

	@Test
	void waitingForIdleWorkersEndsInTime() {
		CountDownLatch release = new CountDownLatch(1);
		HandlerWorkers workers = new HandlerWorkers(1, this.threads, 1, (deliveries) -> Handled.await(release));
		workers.submit(delivery(1));
		assertThat(workers.awaitIdle(Duration.ofMillis(20))).isFalse();
		release.countDown();
		assertThat(workers.awaitIdle(LIMIT)).isTrue();
	}

	@Test
	void everythingHeldIsVisited() {
		CountDownLatch release = new CountDownLatch(1);
		HandlerWorkers workers = new HandlerWorkers(1, this.threads, 1, (deliveries) -> Handled.await(release));
		for (int i = 1; i <= 3; i++) {
			workers.submit(delivery(i));
		}
		await().atMost(LIMIT).untilAsserted(() -> assertThat(held(workers)).containsExactlyInAnyOrder(1L, 2L, 3L));
		release.countDown();
		await().atMost(LIMIT).until(() -> held(workers).isEmpty());
	}

	private static List<Long> held(HandlerWorkers workers) {
		List<Long> held = new ArrayList<>();
		workers.forEach((delivery) -> held.add(delivery.sequence()));
		return held;
	}

	private void executeSoon(Runnable task) {
		Executor executor = ThreadLocalRandom.current().nextBoolean() ? this.threads : (delayed) -> {
			this.threads.execute(() -> {
				LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(100_000));
				delayed.run();
			});
		};
		executor.execute(task);
	}

	private static Delivery delivery(long sequence) {
		return new Delivery(new TestMessage(sequence, 1));
	}

}
