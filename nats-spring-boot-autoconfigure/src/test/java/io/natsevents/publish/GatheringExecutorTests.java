package io.natsevents.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GatheringExecutor}.
 */
class GatheringExecutorTests {

	private final ExecutorService pool = new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null,
			true);

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final Queue<Runnable> runs = new ArrayDeque<>();

	private final List<Integer> done = new ArrayList<>();

	@AfterEach
	void close() {
		this.pool.shutdownNow();
		this.timer.shutdownNow();
	}

	@Test
	void oneRunDoesAllThatCameBeforeItBeganInOrder() {
		GatheringExecutor executor = new GatheringExecutor(this.runs::add);
		IntStream.range(0, 100).forEach((number) -> executor.execute(() -> this.done.add(number)));
		assertThat(this.runs).hasSize(1);
		runAll();
		assertThat(this.done).isEqualTo(IntStream.range(0, 100).boxed().toList());
	}

	@Test
	void whatComesAfterARestIsRun() {
		GatheringExecutor executor = new GatheringExecutor(this.runs::add);
		executor.execute(() -> this.done.add(1));
		runAll();
		executor.execute(() -> this.done.add(2));
		runAll();
		assertThat(this.done).containsExactly(1, 2);
	}

	@Test
	void aTaskThatFailsKeepsNoneFromRunning() {
		GatheringExecutor executor = new GatheringExecutor(this.runs::add);
		executor.execute(() -> {
			throw new IllegalStateException("no");
		});
		executor.execute(() -> this.done.add(1));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this::runAll);
		runAll();
		executor.execute(() -> this.done.add(2));
		runAll();
		assertThat(this.done).containsExactly(1, 2);
	}

	@Test
	void aTaskThatWaitsForOneBehindItGetsIt() throws Exception {
		GatheringExecutor executor = relieved(this.pool);
		CompletableFuture<String> behind = new CompletableFuture<>();
		CompletableFuture<String> waiting = new CompletableFuture<>();
		CountDownLatch begun = new CountDownLatch(1);
		executor.execute(() -> {
			begun.countDown();
			waiting.complete(behind.join());
		});
		assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
		executor.execute(() -> behind.complete("done"));
		assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("done");
	}

	@Test
	void aTaskThatWaitsForOneThatCameWithItGetsIt() throws Exception {
		CountDownLatch allThere = new CountDownLatch(1);
		this.pool.execute(() -> CompletableFuture.runAsync(() -> await(allThere)).join());
		GatheringExecutor executor = relieved(this.pool);
		CompletableFuture<String> behind = new CompletableFuture<>();
		CompletableFuture<String> waiting = new CompletableFuture<>();
		executor.execute(() -> waiting.complete(behind.join()));
		executor.execute(() -> behind.complete("done"));
		allThere.countDown();
		assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("done");
	}

	@Test
	void aTaskThatBlocksDoesNotHoldUpThoseBehindItWhileThereIsAnotherThread() throws Exception {
		ExecutorService two = Executors.newFixedThreadPool(2);
		try {
			GatheringExecutor executor = relieved(two);
			CountDownLatch opened = new CountDownLatch(1);
			CountDownLatch begun = new CountDownLatch(1);
			executor.execute(() -> {
				begun.countDown();
				await(opened);
			});
			assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
			CountDownLatch behind = new CountDownLatch(100);
			for (int i = 0; i < 100; i++) {
				executor.execute(behind::countDown);
			}
			assertThat(behind.await(2, TimeUnit.SECONDS)).isTrue();
			opened.countDown();
		}
		finally {
			two.shutdownNow();
		}
	}

	@Test
	void allOfManyThreadsAreRun() throws Exception {
		GatheringExecutor executor = relieved(this.pool);
		Queue<Integer> numbers = new ConcurrentLinkedQueue<>();
		CountDownLatch left = new CountDownLatch(40_000);
		List<Thread> threads = IntStream.range(0, 4).mapToObj((thread) -> new Thread(() -> {
			for (int i = 0; i < 10_000; i++) {
				int number = thread * 10_000 + i;
				executor.execute(() -> {
					numbers.add(number);
					left.countDown();
				});
			}
		})).toList();
		threads.forEach(Thread::start);
		assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(numbers).hasSize(40_000).doesNotHaveDuplicates();
	}

	@Test
	void aTaskThatIsRefusedIsNotRunLater() {
		AtomicBoolean full = new AtomicBoolean(true);
		GatheringExecutor executor = new GatheringExecutor((run) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full");
			}
			this.runs.add(run);
		});
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> executor.execute(() -> this.done.add(1)));
		full.set(false);
		executor.execute(() -> this.done.add(2));
		runAll();
		assertThat(this.done).containsExactly(2);
	}

	@Test
	void whatHadBeenTakenIsRunWhenThePoolTakesNoMore() {
		AtomicBoolean full = new AtomicBoolean();
		GatheringExecutor executor = new GatheringExecutor((run) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full");
			}
			this.runs.add(run);
		});
		executor.execute(() -> this.done.add(1));
		executor.execute(() -> this.done.add(2));
		full.set(true);
		runAll();
		assertThat(this.done).containsExactly(1, 2);
	}

	@Test
	void aRunIsAddedOnlyWhileATaskWaits() {
		GatheringExecutor executor = new GatheringExecutor(this.runs::add);
		executor.execute(() -> this.done.add(1));
		executor.relieve();
		assertThat(this.runs).hasSize(1);
		executor.relieve();
		assertThat(this.runs).hasSize(2);
		runAll();
		executor.relieve();
		executor.relieve();
		assertThat(this.runs).isEmpty();
		assertThat(this.done).containsExactly(1);
	}

	private GatheringExecutor relieved(Executor pool) {
		GatheringExecutor executor = new GatheringExecutor(pool);
		this.timer.scheduleWithFixedDelay(executor::relieve, 10, 10, TimeUnit.MILLISECONDS);
		return executor;
	}

	private void runAll() {
		Runnable run = this.runs.poll();
		while (run != null) {
			run.run();
			run = this.runs.poll();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
