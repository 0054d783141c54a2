package io.natsevents.replay;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.listen.ListenerObserver;
import io.natsevents.listen.MissedEvents;
import io.natsevents.replay.ReplayObserver.Outcome;

/**
 * Counts what becomes of the events of one replay.
 */
final class ReplayCounts implements ListenerObserver {

	private final String listener;

	private final ReplayObserver observer;

	private final InstantSource clock;

	private final RateEstimate rate;

	private final Runnable counted;

	private final AtomicLong handled;

	private final AtomicLong parked;

	private final AtomicLong filtered;

	private final AtomicLong discarded = new AtomicLong();

	private volatile long total;

	private volatile boolean complete;

	/**
	 * Begin to count.
	 * @param listener id of the listener
	 * @param total how many events there are
	 * @param before what was counted before by another instance
	 * @param observer is told of each
	 * @param clock tells the time
	 * @param nanoTime tells the time, for the rate
	 * @param counted is run after each
	 */
	ReplayCounts(String listener, long total, Tally before, ReplayObserver observer, InstantSource clock,
			LongSupplier nanoTime, Runnable counted) {
		this.listener = listener;
		this.total = total;
		this.handled = new AtomicLong(before.handled());
		this.parked = new AtomicLong(before.parked());
		this.filtered = new AtomicLong(before.filtered());
		this.observer = observer;
		this.clock = clock;
		this.rate = new RateEstimate(nanoTime, before.done());
		this.counted = counted;
	}

	@Override
	public void acknowledged(String listenerId) {
		count(this.handled, Outcome.HANDLED);
	}

	@Override
	public void parked(String listenerId, DeadLetterReason reason) {
		count(this.parked, Outcome.PARKED);
	}

	@Override
	public void skipped(String listenerId) {
		filteredOut();
	}

	void filteredOut() {
		count(this.filtered, Outcome.FILTERED);
	}

	@Override
	public void missed(String listenerId, MissedEvents missed) {
		this.discarded.addAndGet(missed.count());
	}

	private void count(AtomicLong counter, Outcome outcome) {
		counter.incrementAndGet();
		this.observer.done(this.listener, outcome);
		this.counted.run();
	}

	Tally tally() {
		return new Tally(this.handled.get(), this.parked.get(), this.filtered.get());
	}

	boolean isNearTheEnd() {
		return tally().done() >= this.total;
	}

	/**
	 * The end was reached, so all that was counted is all there is.
	 */
	void complete() {
		this.total = tally().done();
		this.complete = true;
	}

	ReplayProgress progress() {
		Tally now = tally();
		long done = Math.min(now.done(), this.total);
		double perSecond = this.rate.perSecond(now.done());
		long left = this.total - done;
		boolean open = this.complete || perSecond <= 0;
		return new ReplayProgress(this.total, done, now.handled(), now.parked(), now.filtered(), this.discarded.get(),
				perSecond,
				open ? null : this.clock.instant().plus(Duration.ofMillis((long) (1000.0 * left / perSecond))));
	}

	/**
	 * What was counted at a moment.
	 *
	 * @param handled how many were handled
	 * @param parked how many were parked
	 * @param filtered how many were passed over
	 */
	record Tally(long handled, long parked, long filtered) {

		static final Tally NOTHING = new Tally(0, 0, 0);

		long done() {
			return this.handled + this.parked + this.filtered;
		}

		/**
		 * Correct what an instance wrote down before it died by how many are left now.
		 */
		Tally corrected(long total, long left) {
			long done = Math.max(done(), Math.max(0, total - left));
			return new Tally(done - this.parked - this.filtered, this.parked, this.filtered);
		}

	}

}
