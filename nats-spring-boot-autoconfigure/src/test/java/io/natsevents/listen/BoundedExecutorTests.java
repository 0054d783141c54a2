package io.natsevents.listen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BoundedExecutor}.
 */
class BoundedExecutorTests {

	private final Queue<Runnable> threads = new ArrayDeque<>();

	private final List<String> ran = new ArrayList<>();

	private long now;

	private final BoundedExecutor executor = new BoundedExecutor(2, this.threads::add, () -> this.now);

	@Test
	void occupiesNoMoreThreadsThanItsLimit() {
		execute("a", "b", "c", "d");
		assertThat(this.threads).hasSize(2);
		runThread();
		assertThat(this.ran).containsExactly("a", "c", "d");
		runThread();
		assertThat(this.ran).containsExactly("a", "c", "d", "b");
		execute("e");
		assertThat(this.threads).hasSize(1);
	}

	@Test
	void tellsForHowLongNoneWasFree() {
		execute("a");
		this.now = 100;
		assertThat(this.executor.allBusyNanos()).isZero();
		execute("b", "c");
		this.now = 150;
		assertThat(this.executor.allBusyNanos()).isEqualTo(50);
		runThread();
		assertThat(this.executor.allBusyNanos()).isZero();
	}

	@Test
	void countsTheTimeAnewForATaskThatHadWaited() {
		List<Long> busy = new ArrayList<>();
		execute("a", "b");
		this.executor.execute(() -> {
			this.now += 30;
			busy.add(this.executor.allBusyNanos());
		});
		this.now = 1000;
		runThread();
		assertThat(busy).containsExactly(30L);
	}

	@Test
	void placeIsFreeAgainAfterATaskThatGotNoThread() {
		BoundedExecutor refusing = new BoundedExecutor(1, (task) -> {
			throw new RejectedExecutionException("closed");
		}, () -> 0);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> refusing.execute(() -> {
			}));
		}
		assertThat(refusing.allBusyNanos()).isZero();
	}

	@Test
	void taskThatFailsKeepsNoOtherFromRunning() {
		this.executor.execute(() -> {
			throw new IllegalStateException("on purpose");
		});
		execute("b", "c");
		runThread();
		assertThat(this.ran).containsExactly("c");
	}

	@Test
	void releasedTasksDoNotWaitForAnyOther() {
		execute("a", "b", "c");
		this.executor.release();
		execute("d");
		assertThat(this.threads).hasSize(4);
		this.executor.bind();
		execute("e");
		assertThat(this.threads).hasSize(4);
		this.threads.forEach(Runnable::run);
		assertThat(this.ran).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
	}

	private void execute(String... names) {
		for (String name : names) {
			this.executor.execute(() -> this.ran.add(name));
		}
	}

	private void runThread() {
		this.threads.remove().run();
	}

}
