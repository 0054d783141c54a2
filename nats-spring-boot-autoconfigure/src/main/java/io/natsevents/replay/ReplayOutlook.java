package io.natsevents.replay;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.listen.ReplayableListener;
import io.natsevents.replay.ReplayEnd.ConsumerPosition;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server how far a replay is. Used by one thread.
 */
final class ReplayOutlook {

	private static final Log logger = LogFactory.getLog(EventReplay.class);

	/** Just after an election a server may not know of a consumer yet. */
	private static final long MISSING_FOR = TimeUnit.SECONDS.toNanos(1);

	private final StoredReplay replay;

	private final ReplayableListener listener;

	private final ReplayServer server;

	private final LongSupplier nanoTime;

	private boolean missing;

	private long missingSince;

	private @Nullable String problem;

	ReplayOutlook(StoredReplay replay, ReplayableListener listener, ReplayServer server, LongSupplier nanoTime) {
		this.replay = replay;
		this.listener = listener;
		this.server = server;
		this.nanoTime = nanoTime;
	}

	/**
	 * What was in the way when it was looked last.
	 * @return {@code null} when all was well
	 */
	@Nullable String problem() {
		return this.problem;
	}

	/**
	 * Look once.
	 */
	View look() {
		try {
			ConsumerInfo info = this.server.find(this.replay.stream(), consumer());
			if (info == null) {
				this.problem = "its consumer " + consumer() + " was deleted";
				return isMissingForLong() ? View.GONE : View.OPEN;
			}
			this.missing = false;
			this.problem = null;
			return isAtEnd(info) ? View.AT_END : View.OPEN;
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
			this.problem = "the server does not tell how far it is: " + ex.getMessage();
			logger.debug(this.replay + ": " + this.problem, ex);
			return View.OPEN;
		}
	}

	private boolean isMissingForLong() {
		long now = this.nanoTime.getAsLong();
		if (!this.missing) {
			this.missing = true;
			this.missingSince = now;
		}
		return now - this.missingSince >= MISSING_FOR;
	}

	private String consumer() {
		return this.listener.durable(this.replay.id());
	}

	private boolean isAtEnd(ConsumerInfo info) throws IOException, JetStreamApiException {
		long delivered = info.getDelivered().getStreamSequence();
		ReplayEnd end = ReplayEnd.of(new ConsumerPosition(delivered, info.getAckFloor().getStreamSequence(),
				info.getNumPending(), info.getNumAckPending()), this.replay.range());
		if (end != ReplayEnd.ASK_STREAM) {
			return end == ReplayEnd.REACHED;
		}
		long from = Math.max(delivered + 1, this.replay.range().first());
		StoredTimes.Stored next = this.server.next(this.replay.stream(), from,
				this.listener.subjects(this.replay.types()));
		return next == null || next.sequence() > this.replay.range().last();
	}

	/**
	 * What was seen.
	 */
	enum View {

		/** It goes on, as far as the server tells. */
		OPEN,

		/** All events of its range are settled. */
		AT_END,

		/** Its consumer is not there any more. */
		GONE

	}

}
