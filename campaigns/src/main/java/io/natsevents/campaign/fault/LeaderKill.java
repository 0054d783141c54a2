package io.natsevents.campaign.fault;

import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.test.NatsServer;

/**
 * Kills a node that leads something, and starts it again when the others have gone on.
 */
final class LeaderKill implements Fault {

	private final String name;

	private final Leader leader;

	LeaderKill(String name, Leader leader) {
		this.name = name;
		this.leader = leader;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) {
		NatsServer node = this.leader.find(bus, random);
		bus.notes().nodeGone("kill " + node);
		node.kill();
		try {
			bus.awaitLeaders();
			bus.awaitFlow();
		}
		finally {
			node.start();
		}
		bus.cluster().awaitReady();
	}

}
