package io.natsevents.campaign.fault;

import java.util.List;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.load.Kind;

/**
 * Processes that listen are killed between two steps.
 */
final class CrashFaults {

	private CrashFaults() {
	}

	static List<Fault> all() {
		return List.of(new RedriveCrash(),
				new CrashFault("kill-on-trial", CrashSteps.ofTrial(), 1, CrashFaults::loseDeliveries),
				new CrashFault("kill-while-parking", CrashSteps.ofParking(), 2, CrashFaults::publish),
				new CrashFault("kill-while-acknowledging", CrashSteps.ofAcknowledging(), 2, CrashFaults::nothing));
	}

	/**
	 * They reach the step anyway.
	 */
	private static void nothing(Bus bus, List<Member> candidates, CrashStep step) {
	}

	private static void publish(Bus bus, List<Member> candidates, CrashStep step) {
		bus.publishers().get(0).tell("publish " + step.workload() + " " + step.kind());
	}

	private static void loseDeliveries(Bus bus, List<Member> candidates, CrashStep step) {
		LostDeliveries lost = new LostDeliveries(step.workload(), step.kind());
		// A client that lost a message of its connection waits for it; a real one never
		// does
		if (candidates.equals(bus.sharing())) {
			bus.unattended();
		}
		candidates.forEach((candidate) -> candidate.link().loseFromServer(lost));
		if (step.kind() != Kind.GOOD) {
			publish(bus, candidates, step);
		}
	}

}
