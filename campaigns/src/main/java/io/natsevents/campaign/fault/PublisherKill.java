package io.natsevents.campaign.fault;

import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.fleet.Surroundings;

/**
 * Kills a process that publishes, and starts it again. It does not know what became of
 * the events it was publishing.
 */
final class PublisherKill implements Fault {

	@Override
	public String name() {
		return "kill-publisher";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) {
		Member victim = Choice.of(bus.publishers(), random);
		bus.notes().add("kill " + victim.life());
		victim.kill();
		bus.revive(victim, Surroundings.USUAL);
		bus.awaitWork(victim);
	}

}
