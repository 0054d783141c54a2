package io.natsevents.replay;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.deadletter.DeadLettersUnavailableException;
import io.natsevents.replay.ReplayCounts.Tally;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What an instance does on the server when it has nothing more to do with a replay.
 */
final class ReplayEnding {

	private static final Log logger = LogFactory.getLog(EventReplay.class);

	private static final int TRIES_TO_TIDY_UP = 5;

	private final StoredReplay replay;

	private final String durable;

	private final ReplayContext context;

	private final ReplayLease lease;

	/**
	 * Create the ending.
	 * @param replay the replay
	 * @param durable its consumer
	 * @param context what all replays share
	 * @param lease the right to run it
	 */
	ReplayEnding(StoredReplay replay, String durable, ReplayContext context, ReplayLease lease) {
		this.replay = replay;
		this.durable = durable;
		this.context = context;
		this.lease = lease;
	}

	/**
	 * Leave nothing, or leave it to whoever goes on.
	 * @param last how it has ended here
	 * @param tally what was counted
	 */
	void end(ReplayState last, Tally tally) {
		if (last == ReplayState.COMPLETED || last == ReplayState.CANCELLED) {
			tidyUp();
		}
		else if (last != ReplayState.ELSEWHERE) {
			release(tally);
		}
	}

	/**
	 * Take it from whoever could still go on with it.
	 * @throws ReplayRefusedException when the server does not answer or refuses
	 */
	void cancel() {
		this.context.cancel(this.replay, this.durable);
	}

	private void tidyUp() {
		for (int tries = 1;; tries++) {
			try {
				this.context.remove(this.replay.stream(), this.durable, this.replay.id());
				return;
			}
			catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException
					| DeadLettersUnavailableException ex) {
				if (tries == TRIES_TO_TIDY_UP || !pauseBeforeNextTry()) {
					logger.warn(this.replay + " has ended, but its consumer " + this.durable + " of stream "
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

	private void release(Tally tally) {
		try {
			this.lease.release(tally);
		}
		catch (DeadLettersUnavailableException ex) {
			logger.warn(this.replay + " could not be let go of, so another instance goes on with it only after "
					+ this.context.settings().takeOverAfter() + ": " + ex.getMessage());
		}
	}

}
