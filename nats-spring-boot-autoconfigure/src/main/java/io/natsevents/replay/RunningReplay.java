package io.natsevents.replay;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.natsevents.deadletter.DeadLettersUnavailableException;
import io.natsevents.listen.ConsumerVerificationException;
import io.natsevents.listen.ListenerConfigurationException;
import io.natsevents.listen.ListenerState;
import io.natsevents.listen.MissingStreamException;
import io.natsevents.listen.ReplayInput;
import io.natsevents.listen.ReplayRun;
import io.natsevents.listen.ReplayableListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A replay this instance runs, on a thread of its own that looks for its end, gives signs
 * of life, and tidies up.
 */
final class RunningReplay extends KnownReplay implements Runnable {

	private static final Log logger = LogFactory.getLog(EventReplay.class);

	private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(2);

	private static final Duration SHORTEST_LOOK = Duration.ofMillis(20);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

	private final ReplayableListener listener;

	private final ReplayContext context;

	private final ReplayLease lease;

	private final Semaphore wakeUps = new Semaphore(0);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final ReplayCounts counts;

	private final ReplayPace pace;

	private final ReplayRun run;

	private final ReplayOutlook outlook;

	private final ReplayEnding ending;

	private volatile @Nullable ReplayState wanted;

	private volatile ReplayState state = ReplayState.RUNNING;

	private volatile @Nullable String reason;

	private Duration pause = SHORTEST_LOOK;

	private long lookedAt;

	private long renewedAt;

	/**
	 * Prepare a replay whose consumer is there.
	 * @param replay the replay
	 * @param listener is given its events
	 * @param context what all replays share
	 * @param lease the right to run it
	 * @param total how many events there are
	 * @param before what was counted before
	 */
	RunningReplay(StoredReplay replay, ReplayableListener listener, ReplayContext context, ReplayLease lease,
			long total, ReplayCounts.Tally before) {
		super(replay);
		this.listener = listener;
		this.context = context;
		this.lease = lease;
		this.counts = new ReplayCounts(replay.listener(), total, before, context.observer(), context.clock(),
				System::nanoTime, this::counted);
		this.pace = new ReplayPace(replay.ratePerSecond(), System::nanoTime);
		this.run = listener.open(new ReplayInput(replay.id(), replay.types(),
				new ReplaySelection(replay, context.codec(), this.pace, this.counts), this.pace, this.counts));
		this.outlook = new ReplayOutlook(replay, listener, context.server(), System::nanoTime);
		this.ending = new ReplayEnding(replay, listener.durable(replay.id()), context, lease);
		this.lookedAt = System.nanoTime();
		// At once: how many events there are is not written down yet
		this.renewedAt = this.lookedAt - context.settings().takeOverAfter().toNanos();
	}

	private void counted() {
		if (this.counts.isNearTheEnd()) {
			this.wakeUps.release();
		}
	}

	@Override
	public void run() {
		try {
			ReplayState end = startListening();
			while (end == null) {
				end = round();
			}
			end(end);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			end(ReplayState.STOPPED);
		}
		catch (RuntimeException | Error ex) {
			logger.error(this + " met an unexpected error", ex);
			this.reason = ex.toString();
			end(ReplayState.FAILED);
		}
		finally {
			this.ended.countDown();
		}
	}

	private @Nullable ReplayState startListening() throws InterruptedException {
		try {
			this.run.start();
			return null;
		}
		catch (ConsumerVerificationException | ListenerConfigurationException | MissingStreamException ex) {
			return whyNotStarted(ex);
		}
	}

	/**
	 * Find out whether it has ended, or cannot be gone on with here.
	 */
	private ReplayState whyNotStarted(RuntimeException refusal) throws InterruptedException {
		for (ReplayState asked = this.wanted;; asked = this.wanted) {
			if (asked != null) {
				return asked;
			}
			long now = System.nanoTime();
			if (isRenewalDue(now) && !renew(now)) {
				return lost();
			}
			ReplayState end = look();
			if (end != null) {
				return end;
			}
			if (this.reason == null) {
				this.reason = refusal.getMessage();
				return ReplayState.FAILED;
			}
			this.wakeUps.tryAcquire(LONGEST_PAUSE.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Wait for a moment, and look.
	 * @return how it ends, or {@code null} when it goes on
	 */
	private @Nullable ReplayState round() throws InterruptedException {
		if (this.wakeUps.tryAcquire(this.pause.toNanos(), TimeUnit.NANOSECONDS)) {
			this.wakeUps.drainPermits();
			this.pause = SHORTEST_LOOK;
		}
		this.pause = min(this.pause.multipliedBy(2), LONGEST_PAUSE);
		ReplayState asked = this.wanted;
		if (asked != null) {
			return asked;
		}
		ListenerState listening = this.run.state();
		if (listening.phase() == ListenerState.Phase.FAILED) {
			this.reason = listening.reason();
			return ReplayState.FAILED;
		}
		long now = System.nanoTime();
		if (isRenewalDue(now) && !renew(now)) {
			return lost();
		}
		boolean idle = this.run.inFlight() == 0;
		if (idle || now - this.lookedAt > LOOK_AT_LEAST_EVERY.toNanos()) {
			this.lookedAt = now;
			return look();
		}
		return null;
	}

	private boolean isRenewalDue(long now) {
		return now - this.renewedAt > this.context.settings().renewEvery().toNanos();
	}

	private ReplayState lost() {
		this.reason = "another instance goes on with it";
		return ReplayState.ELSEWHERE;
	}

	private boolean renew(long now) {
		try {
			boolean held = this.lease.renew(this.counts.tally());
			this.renewedAt = now;
			return held;
		}
		catch (DeadLettersUnavailableException ex) {
			// Tried again in a moment; without the server nothing is handled either
			logger.debug(this + " could not give a sign of life", ex);
			return true;
		}
	}

	private @Nullable ReplayState look() {
		ReplayOutlook.View view = this.outlook.look();
		this.reason = this.outlook.problem();
		return switch (view) {
			case OPEN -> null;
			case AT_END -> ReplayState.COMPLETED;
			case GONE -> ReplayState.CANCELLED;
		};
	}

	private void end(ReplayState last) {
		try {
			this.run.stop();
			if (last == ReplayState.COMPLETED) {
				this.counts.complete();
			}
			this.ending.end(last, this.counts.tally());
		}
		finally {
			this.state = last;
		}
		logger.info(this + ": " + last + " with " + describe(progress())
				+ ((this.reason != null) ? "; " + this.reason : ""));
	}

	private static String describe(ReplayProgress progress) {
		return progress.done() + " of " + progress.total() + " events: " + progress.handled() + " handled, "
				+ progress.parked() + " parked, " + progress.filteredOut() + " filtered out";
	}

	/**
	 * End it soon, without waiting for that.
	 */
	void end(ReplayState how, @Nullable String why) {
		if (this.wanted == null) {
			this.reason = why;
			this.wanted = how;
			this.wakeUps.release();
		}
	}

	/**
	 * How long its handlers may take after it was told to end.
	 */
	Duration shutdownTimeout() {
		return this.listener.shutdownTimeout();
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	@Override
	public ReplayState state() {
		return this.state;
	}

	@Override
	public @Nullable String reason() {
		return this.reason;
	}

	@Override
	public ReplayProgress progress() {
		return this.counts.progress();
	}

	@Override
	public void cancel() {
		if (this.state == ReplayState.FAILED || this.state == ReplayState.STOPPED) {
			// It has ended here only: others may go on with it
			this.ending.cancel();
			this.reason = null;
			this.state = ReplayState.CANCELLED;
		}
		end(ReplayState.CANCELLED, null);
	}

	@Override
	public boolean await(Duration limit) throws InterruptedException {
		return this.ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
	}

}
