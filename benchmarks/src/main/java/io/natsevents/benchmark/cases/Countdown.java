package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.natsevents.benchmark.run.ProcessCost;
import io.natsevents.benchmark.run.Sample;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of a round, and says what those from the first to the last have cost.
 */
final class Countdown {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final AtomicReference<@Nullable ProcessCost> first = new AtomicReference<>();

	private volatile int events;

	private volatile CountDownLatch left = new CountDownLatch(0);

	void begin(int events) {
		this.first.set(null);
		this.events = events;
		this.left = new CountDownLatch(events);
	}

	/**
	 * An event has been handled.
	 */
	void handled() {
		if (this.first.get() == null) {
			this.first.compareAndSet(null, ProcessCost.now());
		}
		this.left.countDown();
	}

	/**
	 * Wait for the last event.
	 */
	Sample await() throws InterruptedException {
		if (!this.left.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException(
					this.left.getCount() + " events were not handled within " + LIMIT.toSeconds() + " s");
		}
		ProcessCost begun = this.first.get();
		if (begun == null) {
			throw new IllegalStateException("No round was begun");
		}
		return begun.eventsPerSecond(this.events);
	}

}
