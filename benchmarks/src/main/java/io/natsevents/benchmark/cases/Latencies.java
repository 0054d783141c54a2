package io.natsevents.benchmark.cases;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long it took with each of a number of events. Keeps every figure, so nothing is
 * rounded.
 */
final class Latencies {

	private static final long LIMIT_SECONDS = 30;

	private final String what;

	private final AtomicLongArray nanos;

	private final CountDownLatch missing;

	/**
	 * Nothing is known yet.
	 * @param what what becomes of an event, for messages
	 * @param events how many events there are
	 */
	Latencies(String what, int events) {
		this.what = what;
		this.nanos = new AtomicLongArray(events);
		this.missing = new CountDownLatch(events);
	}

	/**
	 * Take note of an event. When it comes again only the first time counts.
	 */
	void record(int number, long took) {
		if (this.nanos.compareAndSet(number, 0, Math.max(1, took))) {
			this.missing.countDown();
		}
	}

	/**
	 * Wait for all events.
	 */
	void await() throws InterruptedException {
		if (!this.missing.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("Of " + this.nanos.length() + " events " + this.missing.getCount()
					+ " were not " + this.what + " within " + LIMIT_SECONDS + " s");
		}
	}

	/**
	 * Wait for all events, and find how long it took at most with a share of them.
	 * @param first the first event that counts
	 * @param share the share, more than 0 and at most 1
	 * @return nanoseconds
	 */
	long percentile(int first, double share) throws InterruptedException {
		await();
		long[] sorted = new long[this.nanos.length() - first];
		Arrays.setAll(sorted, (i) -> this.nanos.get(first + i));
		Arrays.sort(sorted);
		return Percentile.of(sorted, share);
	}

}
