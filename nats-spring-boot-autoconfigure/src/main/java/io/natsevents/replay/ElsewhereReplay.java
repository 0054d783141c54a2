package io.natsevents.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.replay.ReplayCounts.Tally;
import org.jspecify.annotations.Nullable;

/**
 * A replay that another instance runs, or soon will, as it was when it was looked for.
 */
final class ElsewhereReplay extends KnownReplay {

	private static final Duration LOOK_EVERY = Duration.ofMillis(250);

	private final String durable;

	private final ReplayLease.Found lease;

	private final ReplayContext context;

	private volatile boolean cancelled;

	ElsewhereReplay(StoredReplay replay, String durable, ReplayLease.Found lease, ReplayContext context) {
		super(replay);
		this.durable = durable;
		this.lease = lease;
		this.context = context;
	}

	@Override
	public ReplayState state() {
		return this.cancelled ? ReplayState.CANCELLED : ReplayState.ELSEWHERE;
	}

	@Override
	public @Nullable String reason() {
		return (this.lease.holder() != null) ? "another instance runs it"
				: "the next instance that looks for replays goes on with it";
	}

	@Override
	public ReplayProgress progress() {
		Tally tally = this.lease.tally();
		return new ReplayProgress(this.lease.total(), tally.done(), tally.handled(), tally.parked(), tally.filtered(),
				0, 0, null);
	}

	/**
	 * Take its consumer from the instance that runs it, which notices and ends it.
	 */
	@Override
	public void cancel() {
		this.context.cancel(replay(), this.durable);
		this.cancelled = true;
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
			return this.context.server().find(replay().stream(), this.durable) != null;
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
			// Nobody can tell now
			return true;
		}
	}

}
