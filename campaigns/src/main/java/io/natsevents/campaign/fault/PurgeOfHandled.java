package io.natsevents.campaign.fault;

import java.util.random.RandomGenerator;

import io.nats.client.PurgeOptions;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;

/**
 * An operator purges what a listener has acknowledged: nobody may miss it, or say that
 * something is missing.
 */
final class PurgeOfHandled implements Fault {

	private static final int HANDLED_AFTERWARDS = 300;

	@Override
	public String name() {
		return "purge-handled";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws Exception {
		Workload workload = random.nextBoolean() ? Workload.ORDERS : Workload.ITEMS;
		long floor = bus.management()
			.getConsumerInfo(workload.stream(), bus.durable(workload))
			.getAckFloor()
			.getStreamSequence();
		bus.stored().keep(workload, floor);
		bus.notes().add("purge %s below the floor %d".formatted(workload.stream(), floor));
		bus.management().purgeStream(workload.stream(), PurgeOptions.builder().sequence(floor).build());
		bus.awaitHandled(HANDLED_AFTERWARDS);
	}

}
