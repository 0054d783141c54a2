package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.natsevents.benchmark.run.Sample;

/**
 * Events that are due at even intervals, and how long after that each was confirmed and
 * handled.
 * <p>
 * What counts is when an event was due, not when it was sent: one that is late because
 * those before it held up the publisher has waited, too.
 */
final class PacedEvents {

	private static final double NANOS_PER_MILLISECOND = 1e6;

	private static final long LIMIT_SECONDS = 30;

	private final long firstMark;

	private final int events;

	private final long interval;

	private final Latencies confirmed;

	private final Latencies handled;

	private final AtomicInteger strangers = new AtomicInteger();

	private volatile long begin;

	/**
	 * Plan events.
	 * @param firstMark what the first is marked with. Those behind it have the marks that
	 * follow, which must not have been used for others
	 * @param events how many
	 * @param interval from one to the next
	 */
	PacedEvents(long firstMark, int events, Duration interval) {
		this.firstMark = firstMark;
		this.events = events;
		this.interval = interval.toNanos();
		this.confirmed = new Latencies("confirmed", events);
		this.handled = new Latencies("handled", events);
	}

	/**
	 * Publish each when it is due.
	 * @param publishing publishes one
	 * @throws Exception when one is not confirmed
	 */
	void publish(Publishing publishing) throws Exception {
		List<CompletableFuture<?>> confirmations = new ArrayList<>(this.events);
		this.begin = System.nanoTime();
		for (int i = 0; i < this.events; i++) {
			awaitDue(i);
			int number = i;
			confirmations.add(publishing.publish(number)
				.thenRun(() -> this.confirmed.record(number, System.nanoTime() - due(number))));
		}
		for (CompletableFuture<?> confirmation : confirmations) {
			confirmation.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
	}

	/**
	 * What an event carries so that its handler knows which one it is.
	 */
	long mark(int number) {
		return this.firstMark + number;
	}

	/**
	 * The handler of an event has begun.
	 * @param mark what the event carries
	 */
	void handled(long mark) {
		long number = mark - this.firstMark;
		if (number < 0 || number >= this.events) {
			this.strangers.incrementAndGet();
			return;
		}
		this.handled.record((int) number, System.nanoTime() - due(number));
	}

	/**
	 * Wait until all events were handled.
	 */
	void awaitHandled() throws InterruptedException {
		this.handled.await();
	}

	/**
	 * What came of all events, once they were confirmed and handled. The first tenth does
	 * not count: it is when consumers find their pace.
	 * @param share the share of the events that took no longer, more than 0 and at most 1
	 * @return in milliseconds, from when an event was due to its confirmation, and to its
	 * handler
	 * @throws IllegalStateException when others were handled meanwhile
	 */
	List<Sample> samples(double share) throws InterruptedException {
		if (this.strangers.get() > 0) {
			throw new IllegalStateException(this.strangers.get() + " events of earlier rounds were handled again");
		}
		int first = this.events / 10;
		return List.of(Sample.of(this.confirmed.percentile(first, share) / NANOS_PER_MILLISECOND),
				Sample.of(this.handled.percentile(first, share) / NANOS_PER_MILLISECOND));
	}

	private long due(long number) {
		return this.begin + number * this.interval;
	}

	private void awaitDue(int number) {
		long left = due(number) - System.nanoTime();
		while (left > 0) {
			LockSupport.parkNanos(left);
			left = due(number) - System.nanoTime();
		}
	}

	/**
	 * Publishes an event without waiting for its confirmation.
	 */
	@FunctionalInterface
	interface Publishing {

		CompletableFuture<?> publish(int number) throws Exception;

	}

}
