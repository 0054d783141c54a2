package io.natsevents.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many events per second were done lately, from what is looked at now and then.
 */
final class RateEstimate {

	private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);

	private static final long SAMPLE_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

	private final LongSupplier nanoTime;

	private final Deque<Sample> samples = new ArrayDeque<>();

	/**
	 * Begin now.
	 * @param nanoTime tells the time
	 * @param done how many were done before
	 */
	RateEstimate(LongSupplier nanoTime, long done) {
		this.nanoTime = nanoTime;
		this.samples.add(new Sample(nanoTime.getAsLong(), done));
	}

	/**
	 * Look.
	 * @param done how many are done
	 * @return how many were done per second in the last ten seconds or so
	 */
	synchronized double perSecond(long done) {
		long now = this.nanoTime.getAsLong();
		while (this.samples.size() > 1 && now - this.samples.getFirst().at() > WINDOW) {
			this.samples.removeFirst();
		}
		Sample oldest = this.samples.getFirst();
		if (now - this.samples.getLast().at() >= SAMPLE_EVERY) {
			this.samples.addLast(new Sample(now, done));
		}
		long nanos = now - oldest.at();
		return (nanos > 0) ? (double) (done - oldest.done()) * TimeUnit.SECONDS.toNanos(1) / nanos : 0;
	}

	private record Sample(long at, long done) {
	}

}
