package io.natsevents.campaign.soak;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;

/**
 * What the servers know of the events of a workload that are not settled.
 *
 * @param waiting how many were not delivered yet
 * @param claimed how many were delivered
 */
record Claims(long waiting, long claimed) {

	static Claims of(Bus bus, Workload workload) throws IOException, JetStreamApiException {
		long waiting = 0;
		long claimed = 0;
		for (ConsumerInfo consumer : bus.management().getConsumers(workload.stream())) {
			waiting += consumer.getNumPending();
			claimed += consumer.getNumAckPending();
		}
		return new Claims(waiting, claimed);
	}

}
