package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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

	private final AtomicInteger left = new AtomicInteger();

	private volatile int events;

	private volatile CompletableFuture<Sample> sample = new CompletableFuture<>();

	void begin(int events) {
		this.first.set(null);
		this.events = events;
		this.sample = new CompletableFuture<>();
		this.left.set(events);
	}

	/**
	 * An event has been handled. There may be more than were counted on.
	 */
	void handled() {
		ProcessCost begun = this.first.get();
		if (begun == null) {
			this.first.compareAndSet(null, ProcessCost.now());
			begun = Objects.requireNonNull(this.first.get());
		}
		if (this.left.decrementAndGet() == 0) {
			this.sample.complete(begun.eventsPerSecond(this.events));
		}
	}

	/**
	 * Wait for the last event.
	 */
	Sample await() throws InterruptedException, ExecutionException {
		try {
			return this.sample.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(
					this.left.get() + " events were not handled within " + LIMIT.toSeconds() + " s", ex);
		}
	}

}
