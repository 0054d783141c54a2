package io.natsevents.campaign.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.support.StoreCopy;
import io.natsevents.test.NatsServer;

import org.springframework.util.FileSystemUtils;

/**
 * Nodes lose their power, and with it what they had not written to their disks: they
 * begin again with an earlier copy of their stores. When these were a quorum, the other
 * node begins again with nothing.
 */
final class PowerLoss implements Fault {

	private static final Duration REPORTED_WITHIN = Duration.ofSeconds(10);

	private final String name;

	private final int count;

	PowerLoss(String name, int count) {
		this.name = name;
		this.count = count;
	}

	@Override
	public String name() {
		return this.name;
	}

	/**
	 * A quorum has all that was acknowledged, as long as only one node forgets.
	 */
	@Override
	public Expectation expectation() {
		return (this.count == 1) ? Expectation.NOTHING_LOST : Expectation.POWER_LOSS;
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws Exception {
		List<NatsServer> nodes = new ArrayList<>(bus.cluster().nodes());
		Collections.shuffle(nodes, new Random(random.nextLong()));
		List<NatsServer> victims = nodes.subList(0, this.count);
		bus.notes().nodeGone("copy the stores of " + victims);
		List<StoreCopy> copies = StoreCopy.of(victims);
		try {
			int handled = random.nextInt(500, 1500);
			bus.notes().add("%d events are handled that are not written to disks".formatted(handled));
			bus.awaitHandled(handled);
			victims.forEach((node) -> bus.notes().nodeGone("cut the power of " + node));
			victims.parallelStream().forEach(NatsServer::kill);
			if (this.count == 1) {
				// The others agree before it comes back
				bus.awaitHandled(100);
			}
			for (StoreCopy copy : copies) {
				copy.putBack();
			}
			if (this.count > 1) {
				startWithout(nodes.subList(this.count, nodes.size()), victims, bus);
			}
		}
		finally {
			for (StoreCopy copy : copies) {
				copy.close();
			}
			bus.cluster().start();
		}
		if (this.count > 1) {
			awaitReports(bus);
		}
	}

	/**
	 * A publisher that was overtaken learns of its loss by asking, which it does seconds
	 * later.
	 */
	private static void awaitReports(Bus bus) {
		long end = System.nanoTime() + REPORTED_WITHIN.toNanos();
		while (System.nanoTime() - end < 0) {
			bus.awaitHandled(50);
		}
	}

	/**
	 * A quorum that forgot what it had agreed on breaks what Raft relies on: left with a
	 * node that remembers, replicas differ and each group goes on with a history of its
	 * own. So the operator takes out who remembers, and lets it begin anew.
	 */
	private static void startWithout(List<NatsServer> others, List<NatsServer> victims, Bus bus) throws IOException {
		for (NatsServer node : others) {
			bus.notes().nodeGone("take out " + node + ", which has not forgotten");
			node.stop();
			FileSystemUtils.deleteRecursively(node.storeDirectory().resolve("jetstream"));
		}
		victims.forEach(NatsServer::start);
		bus.cluster().awaitReady();
	}

}
