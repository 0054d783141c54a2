package io.natsevents.campaign.fault;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.fleet.Surroundings;
import io.natsevents.campaign.load.Workload;
import io.natsevents.support.Crash;
import io.natsevents.support.Link;

/**
 * Kills processes that listen, each exactly at a step, and starts them again.
 */
final class CrashFault implements Fault {

	private static final Duration LIMIT = Duration.ofSeconds(45);

	private final String name;

	private final Cycle<CrashStep> steps;

	private final int kills;

	private final Provocation provocation;

	/**
	 * Create a fault.
	 * @param name its name
	 * @param steps where it kills
	 * @param kills how often it kills in one round
	 * @param provocation has processes reach a step
	 */
	CrashFault(String name, List<CrashStep> steps, int kills, Provocation provocation) {
		this.name = name;
		this.steps = new Cycle<>(steps);
		this.kills = kills;
		this.provocation = provocation;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws Exception {
		for (int kill = 0; kill < this.kills; kill++) {
			CrashStep step = this.steps.next(random);
			List<Member> candidates = (step.workload() == Workload.ITEMS) ? List.of(bus.keyed()) : bus.sharing();
			kill(bus, candidates, step.toCrash(), () -> this.provocation.provoke(bus, candidates, step));
		}
	}

	/**
	 * Kill the first of some processes that reaches a step, and start it again.
	 * @param provoke has one of them reach it
	 */
	static void kill(Bus bus, List<Member> candidates, Crash crash, Runnable provoke) {
		try {
			candidates.forEach((candidate) -> candidate.link().freezeAt(crash));
			provoke.run();
			Link reached = crash.await(LIMIT);
			for (Member candidate : candidates) {
				if (candidate.link() == reached) {
					bus.notes().add("kill %s %s".formatted(candidate.life(), crash));
					candidate.kill();
				}
			}
		}
		finally {
			candidates.forEach((candidate) -> candidate.link().mend());
			bus.noteAttendance();
			for (Member candidate : candidates) {
				if (!candidate.isAlive()) {
					bus.revive(candidate, Surroundings.USUAL);
					bus.awaitWork(candidate);
				}
			}
		}
	}

	/**
	 * Has processes reach a step.
	 */
	interface Provocation {

		/**
		 * Begin with it.
		 */
		void provoke(Bus bus, List<Member> candidates, CrashStep step);

	}

}
