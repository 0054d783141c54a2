package io.natsevents.replay;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.deadletter.DeadLettersUnavailableException;
import io.natsevents.replay.ReplayCounts.Tally;
import org.jspecify.annotations.Nullable;

/**
 * A replay that another instance runs, or soon will, as it was when it was looked for.
 */
final class ElsewhereReplay implements Replay {

	private static final Duration LOOK_EVERY = Duration.ofMillis(250);

	private final StoredReplay replay;

	private final String durable;

	private final ReplayLease.Found lease;

	private final ReplayContext context;

	private volatile boolean cancelled;

	ElsewhereReplay(StoredReplay replay, String durable, ReplayLease.Found lease, ReplayContext context) {
		this.replay = replay;
		this.durable = durable;
		this.lease = lease;
		this.context = context;
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
		return this.cancelled ? ReplayState.CANCELLED : ReplayState.ELSEWHERE;
	}

	@Override
	public @Nullable String reason() {
		return (this.lease.holder() != null) ? "instance " + this.lease.holder() + " runs it"
				: "the next instance that looks for replays goes on with it";
	}

	@Override
	public ReplayProgress progress() {
		Tally tally = this.lease.tally();
		return new ReplayProgress(this.lease.total(), tally.done(), tally.handled(), tally.parked(), tally.filtered(),
				0, 0, null);
	}

	@Override
	public Instant started() {
		return this.replay.started();
	}

	/**
	 * Take its consumer from the instance that runs it, which notices and ends it.
	 */
	@Override
	public void cancel() {
		try {
			this.context.remove(this.replay.stream(), this.durable, this.replay.id());
			this.cancelled = true;
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | DeadLettersUnavailableException
				| IllegalStateException ex) {
			throw new ReplayRefusedException(this.replay + " cannot be cancelled: " + ex.getMessage(), true, ex);
		}
	}

	@Override
	public boolean await(Duration limit) throws InterruptedException {
		long deadline = System.nanoTime() + limit.toNanos();
		while (isThere()) {
			if (System.nanoTime() - deadline >= 0) {
				return false;
			}
			new CountDownLatch(1).await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
		}
		return true;
	}

	private boolean isThere() {
		try {
			return this.context.server().find(this.replay.stream(), this.durable) != null;
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
			// Nobody can tell now
			return true;
		}
	}

}
