package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.listen.ListenerState.Phase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the stream of a running listener has another number of partitions than
 * before, as one that was made anew may have: nobody would handle the events of the new
 * ones. The listener does not adapt by itself, because one whose number was changed by
 * hand has lost the order.
 */
final class PartitionsWatch {

	static final Duration INTERVAL = Duration.ofSeconds(2);

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final String listenerId;

	private final PartitionCount count;

	private final InstantSource clock;

	private volatile @Nullable ListenerState problem;

	PartitionsWatch(String listenerId, PartitionCount count, InstantSource clock) {
		this.listenerId = listenerId;
		this.count = count;
		this.clock = clock;
	}

	/**
	 * What is wrong with the number.
	 * @return the state the listener is in for it, or {@code null} when it is right
	 */
	@Nullable ListenerState problem() {
		return this.problem;
	}

	void forget() {
		this.problem = null;
	}

	/**
	 * Ask the server.
	 * @param started how many there were when the listener started
	 */
	void look(int started) {
		try {
			int now = this.count.require();
			become((now == started) ? null : "its stream has " + now + " partitions, and had " + started
					+ " when the listener started, which handles no events of others; restart the application");
		}
		catch (ListenerConfigurationException ex) {
			become(ex.getMessage());
		}
		catch (IOException | JetStreamApiException | MissingStreamException | ConnectionUnavailableException
				| IllegalStateException ex) {
			// The partitions notice by themselves when the server or the stream is away
			logger.debug("Listener " + this.listenerId + ": the server does not tell the number of partitions", ex);
		}
	}

	private void become(@Nullable String reason) {
		ListenerState before = this.problem;
		if (reason == null) {
			this.problem = null;
			return;
		}
		Instant since = (before != null) ? before.since() : this.clock.instant();
		this.problem = new ListenerState(Phase.MISSING_EVENTS, reason, since);
		if (before == null) {
			logger.error(reason.startsWith("Listener ") ? reason : "Listener " + this.listenerId + ": " + reason);
		}
	}

}
