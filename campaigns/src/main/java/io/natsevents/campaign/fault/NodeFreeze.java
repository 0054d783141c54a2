package io.natsevents.campaign.fault;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.test.NatsServer;

/**
 * Freezes a node that leads something. Its connections stay open, so clients notice by
 * unanswered pings only: after two {@code ping-interval}s, which may be later than the
 * node goes on. The other nodes elect leaders after 4 to 9 s without a heartbeat, so a
 * node may go on as a leader, or find that it is none any more.
 */
final class NodeFreeze implements Fault {

	private static final int SHORTEST_MILLIS = 2000;

	private static final int LONGEST_MILLIS = 6000;

	@Override
	public String name() {
		return "freeze-node";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws InterruptedException {
		Leader leader = Leader.values()[random.nextInt(Leader.values().length)];
		NatsServer node = leader.find(bus, random);
		bus.alignBare(node);
		long millis = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS + 1);
		bus.notes().nodeGone("freeze %s, which leads %s, for %d ms".formatted(node, leader, millis));
		node.pause();
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
		}
		finally {
			node.resume();
		}
		bus.cluster().awaitReady();
	}

}
