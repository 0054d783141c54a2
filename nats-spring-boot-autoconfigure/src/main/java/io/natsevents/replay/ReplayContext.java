package io.natsevents.replay;

import java.io.IOException;
import java.time.InstantSource;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.deadletter.DeadLettersUnavailableException;
import io.natsevents.deadletter.SharedRecords;
import io.natsevents.event.EventCodec;

/**
 * What the replays of an instance share.
 *
 * @param server is asked about consumers
 * @param records say who runs which replay
 * @param codec reads events
 * @param settings how replays are run
 * @param clock tells the time
 * @param observer is told how they go
 */
record ReplayContext(ReplayServer server, SharedRecords records, EventCodec codec, ReplaySettings settings,
		InstantSource clock, ReplayObserver observer) {

	/**
	 * Take a replay from whoever runs it, or will.
	 * @throws ReplayRefusedException when the server does not answer or refuses
	 */
	void cancel(StoredReplay replay, String durable) {
		try {
			remove(replay.stream(), durable, replay.id());
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | DeadLettersUnavailableException
				| IllegalStateException ex) {
			throw new ReplayRefusedException(replay + " cannot be cancelled: " + ex.getMessage(), true, ex);
		}
	}

	/**
	 * Remove all that is kept of a replay.
	 */
	void remove(String stream, String durable, String replay) throws IOException, JetStreamApiException {
		this.server.delete(stream, durable);
		ReplayLease.remove(this.records, replay);
	}

}
