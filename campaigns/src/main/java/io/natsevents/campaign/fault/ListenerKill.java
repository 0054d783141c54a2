package io.natsevents.campaign.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.fleet.Surroundings;

/**
 * Kills one, several or all of the processes that listen, and starts them again.
 */
final class ListenerKill implements Fault {

	@Override
	public String name() {
		return "kill-listener";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) {
		List<Member> victims = new ArrayList<>(bus.listeners());
		int survivors = random.nextInt(victims.size());
		for (int count = 0; count < survivors; count++) {
			victims.remove(random.nextInt(victims.size()));
		}
		for (Member victim : victims) {
			bus.notes().add("kill " + victim.life());
			victim.kill();
			bus.noteAttendance();
		}
		victims.forEach((victim) -> bus.revive(victim, Surroundings.USUAL));
		for (Member victim : victims) {
			bus.awaitWork(victim);
			bus.noteAttendance();
		}
	}

}
