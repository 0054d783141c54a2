package io.natsevents.replay;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionUnavailableException;
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
final class RunningReplay implements Replay, Runnable {

	private static final Log logger = LogFactory.getLog(EventReplay.class);

	private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(2);

	private static final Duration SHORTEST_LOOK = Duration.ofMillis(20);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

	private static final int TRIES_TO_TIDY_UP = 5;

	private final StoredReplay replay;

	private final ReplayableListener listener;

	private final ReplayContext context;

	private final ReplayLease lease;

	private final Semaphore wakeUps = new Semaphore(0);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final ReplayCounts counts;

	private final ReplayPace pace;

	private final ReplayRun run;

	private final ReplayOutlook outlook;

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
		this.replay = replay;
		this.listener = listener;
		this.context = context;
		this.lease = lease;
		this.counts = new ReplayCounts(replay.listener(), total, before, context.observer(), context.clock(),
				System::nanoTime, this::counted);
		this.pace = new ReplayPace(replay.ratePerSecond(), System::nanoTime);
		this.run = listener.open(new ReplayInput(replay.id(), replay.types(),
				new ReplaySelection(replay, context.codec(), this.pace, this.counts), this.pace, this.counts));
		this.outlook = new ReplayOutlook(replay, listener, context.server());
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
			ReplayState end = look();
			while (end == null && this.reason != null && this.wanted == null) {
				this.wakeUps.tryAcquire(LONGEST_PAUSE.toNanos(), TimeUnit.NANOSECONDS);
				end = look();
			}
			this.reason = (end == ReplayState.CANCELLED) ? this.reason : ex.getMessage();
			return (end == ReplayState.CANCELLED) ? end : ReplayState.FAILED;
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
		if (now - this.renewedAt > this.context.settings().renewEvery().toNanos() && !renew(now)) {
			this.reason = "another instance goes on with it";
			return ReplayState.ELSEWHERE;
		}
		boolean idle = this.run.inFlight() == 0;
		if (idle || now - this.lookedAt > LOOK_AT_LEAST_EVERY.toNanos()) {
			this.lookedAt = now;
			return look();
		}
		return null;
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
			if (last == ReplayState.COMPLETED || last == ReplayState.CANCELLED) {
				tidyUp();
			}
			else if (last != ReplayState.ELSEWHERE) {
				release();
			}
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

	private void tidyUp() {
		for (int tries = 1;; tries++) {
			try {
				this.context.remove(this.replay.stream(), durable(), this.replay.id());
				return;
			}
			catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException
					| DeadLettersUnavailableException ex) {
				if (tries == TRIES_TO_TIDY_UP || !pauseBeforeNextTry()) {
					logger.warn(this + " has ended, but its consumer " + durable() + " of stream "
							+ this.replay.stream() + " or its record could not be deleted: " + ex.getMessage()
							+ ". Another look for replays deletes them");
					return;
				}
			}
		}
	}

	private static boolean pauseBeforeNextTry() {
		try {
			return !new CountDownLatch(1).await(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void release() {
		try {
			this.lease.release(this.counts.tally());
		}
		catch (DeadLettersUnavailableException ex) {
			logger.warn(this + " could not be let go of, so another instance goes on with it only after "
					+ this.context.settings().takeOverAfter() + ": " + ex.getMessage());
		}
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

	private String durable() {
		return this.listener.durable(this.replay.id());
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	@Override
	public String id() {
		return this.replay.id();
	}

	@Override
	public String listener() {
		return this.replay.listener();
	}

	@Override
	public String stream() {
		return this.replay.stream();
	}

	@Override
	public ReplayRange range() {
		return this.replay.range();
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
	public Instant started() {
		return this.replay.started();
	}

	@Override
	public void cancel() {
		end(ReplayState.CANCELLED, null);
	}

	@Override
	public boolean await(Duration limit) throws InterruptedException {
		return this.ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public String toString() {
		return this.replay.toString();
	}

}
