package io.natsevents.campaign.fault;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.fleet.Surroundings;

/**
 * Stops a process in an orderly way while it is at work, and starts it again.
 */
final class OrderlyStopFault implements Fault {

	private final String name;

	private final Function<Bus, List<Member>> candidates;

	OrderlyStopFault(String name, Function<Bus, List<Member>> candidates) {
		this.name = name;
		this.candidates = candidates;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) {
		Member victim = Choice.of(this.candidates.apply(bus), random);
		bus.replace(victim, Surroundings.USUAL);
	}

}
