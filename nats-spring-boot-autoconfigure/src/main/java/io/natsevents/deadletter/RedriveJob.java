package io.natsevents.deadletter;

import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.natsevents.deadletter.Redrive.State;
import io.natsevents.deadletter.RedriveResult.Outcome;
import io.natsevents.deadletter.RedriveThrottle.StopSignal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Redrives a selection of dead letters, one after the other.
 */
final class RedriveJob implements Runnable {

	private static final Log logger = LogFactory.getLog(Redrives.class);

	private final RedriveProgress progress;

	private final AtomicReference<@Nullable Supplier<RedriveSelection>> selection;

	private final SingleRedrive single;

	private final RedriveOptions options;

	private final RedriveThrottle throttle;

	private final RedrivePatience patience;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private volatile State stoppedAs = State.STOPPED;

	private volatile @Nullable String stoppedBecause;

	/**
	 * Create a job.
	 * @param progress is told how far it has come
	 * @param selection makes the selection when the job begins
	 * @param single redrives one
	 * @param options how
	 * @param nanoTime tells the time, for the rate
	 */
	RedriveJob(RedriveProgress progress, Supplier<RedriveSelection> selection, SingleRedrive single,
			RedriveOptions options, LongSupplier nanoTime) {
		this.progress = progress;
		this.selection = new AtomicReference<>(selection);
		this.single = single;
		this.options = options;
		StopSignal stop = (limit) -> this.stopped.await(limit.toNanos(), TimeUnit.NANOSECONDS);
		this.throttle = new RedriveThrottle(options.ratePerSecond(), nanoTime, stop);
		this.patience = new RedrivePatience(nanoTime, stop);
	}

	@Override
	public void run() {
		// Not kept: jobs are remembered long after their end, and it may be large
		Supplier<RedriveSelection> selected = Objects.requireNonNull(this.selection.getAndSet(null));
		if (!this.progress.begin()) {
			return;
		}
		try {
			redriveAll(selected);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.progress.end(State.STOPPED, "it was interrupted");
		}
		catch (DeadLettersUnavailableException ex) {
			endUnlessStopped(State.STOPPED, ex.getMessage());
		}
		catch (RuntimeException | Error ex) {
			this.progress.end(State.STOPPED, ex.toString());
			logger.error("A redrive met an unexpected error and is stopped", ex);
		}
		logger.info(describe(snapshot()));
	}

	/**
	 * An end in one line.
	 */
	static String describe(Redrive end) {
		long skipped = end.skipped().values().stream().mapToLong(Long::longValue).sum();
		return "Redrive " + end.id() + " of " + end.selection() + ": " + end.state() + " with " + end.redriven()
				+ (end.options().dryRun() ? " to be redriven, " : " redriven, ") + end.failed() + " failed, " + skipped
				+ " skipped" + ((skipped > 0) ? " " + new TreeMap<>(end.skipped()) : "")
				+ ((end.reason() != null) ? "; " + end.reason() : "");
	}

	private void redriveAll(Supplier<RedriveSelection> selected) throws InterruptedException {
		RedriveSelection candidates = Objects.requireNonNull(this.patience.read(selected::get));
		RedriveCandidate candidate;
		while (!isStopped() && (candidate = this.patience.read(candidates::next)) != null) {
			boolean runs = !this.options.dryRun() && this.single.check(candidate, this.options) == null;
			if (runs && !this.throttle.await()) {
				break;
			}
			RedriveEnd end = this.single.run(candidate, this.options, this.patience);
			this.progress.add(end.result());
			if (end.obstacle() != null) {
				if (end.result().outcome() == Outcome.OUTAGE) {
					endUnlessStopped(State.STOPPED, end.obstacle());
				}
				else {
					this.progress.end(State.STOPPED, end.obstacle());
				}
				return;
			}
		}
		endUnlessStopped(State.COMPLETED, null);
	}

	/**
	 * End, as it was told to if it was: patience ends then, and takes what it meets for
	 * an obstacle.
	 */
	private void endUnlessStopped(State state, @Nullable String reason) {
		if (isStopped()) {
			this.progress.end(this.stoppedAs, this.stoppedBecause);
		}
		else {
			this.progress.end(state, reason);
		}
	}

	private boolean isStopped() {
		return this.stopped.getCount() == 0;
	}

	/**
	 * Begin no more. What is being handled is handled.
	 */
	synchronized void stop(State state, @Nullable String reason) {
		if (!isStopped()) {
			this.stoppedAs = state;
			this.stoppedBecause = reason;
			this.stopped.countDown();
			this.progress.endQueued(state, reason);
		}
	}

	Redrive snapshot() {
		return this.progress.snapshot();
	}

}
