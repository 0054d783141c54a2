package io.natsevents.campaign.fault;

import java.util.Set;
import java.util.random.RandomGenerator;

import io.nats.client.PurgeOptions;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;

/**
 * An operator purges the beginning of a stream whose listeners are behind: what they have
 * handled, and some events that they have not.
 */
final class Purge implements Fault {

	/** What came since the last look of a listener is not purged. */
	private static final int WAITING = 1500;

	@Override
	public String name() {
		return "purge";
	}

	@Override
	public Expectation expectation() {
		return Expectation.DISCARD;
	}

	@Override
	public Set<Workload> mayLose() {
		return Set.of(Workload.ORDERS);
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws Exception {
		Backlog.awaitCalm(bus.sharing());
		String stream = Workload.ORDERS.stream();
		try (Backlog backlog = new Backlog(bus, Workload.ORDERS, bus.sharing())) {
			backlog.awaitPending(WAITING);
			long delivered = backlog.consumer().getDelivered().getStreamSequence();
			long keep = delivered + random.nextInt(100, 500);
			bus.notes().add("purge %s below %d, delivered is %d".formatted(stream, keep, delivered));
			bus.management().purgeStream(stream, PurgeOptions.builder().sequence(keep).build());
		}
		Backlog.awaitNoticed(bus.sharing());
	}

}
