package io.natsevents.campaign.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Life;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.fleet.Surroundings;

/**
 * Replaces every process of which there are several, one after the other: the new one is
 * started before or after the old one is stopped.
 */
final class RollingDeploy implements Fault {

	@Override
	public String name() {
		return "rolling-deploy";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) {
		boolean startFirst = random.nextBoolean();
		bus.notes().add(startFirst ? "start, then stop" : "stop, then start");
		List<Member> members = new ArrayList<>(bus.sharing());
		members.addAll(bus.publishers());
		for (Member member : members) {
			Life old = member.current();
			if (!startFirst) {
				bus.stop(old);
			}
			bus.revive(member, Surroundings.USUAL);
			bus.awaitWork(member);
			if (startFirst) {
				bus.stop(old);
			}
		}
	}

}
