package io.natsevents.replay;

import java.io.IOException;
import java.time.InstantSource;

import io.nats.client.JetStreamApiException;
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
	 * Remove all that is kept of a replay.
	 */
	void remove(String stream, String durable, String replay) throws IOException, JetStreamApiException {
		this.server.delete(stream, durable);
		ReplayLease.remove(this.records, replay);
	}

}
