package io.natsevents.campaign.fault;

import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;

/**
 * Lets leaders step down one after the other, as an operator does who rebalances them.
 */
final class LeadersStepDown implements Fault {

	@Override
	public String name() {
		return "step-down-leaders";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) {
		bus.cluster().stepDownMetaLeader();
		for (Workload workload : Workload.values()) {
			bus.cluster().stepDownStreamLeader(workload.stream());
			for (String durable : bus.durables(workload)) {
				bus.cluster().stepDownConsumerLeader(workload.stream(), durable);
			}
		}
		bus.awaitFlow();
	}

}
