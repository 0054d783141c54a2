package io.natsevents.campaign.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.test.NatsServer;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * Leaves no space on the disks of nodes. What nats-server 2.15.1 then does: when it
 * cannot write the Raft log of a stream, it switches JetStream off on this node
 * ("JetStream out of resources, will be DISABLED"); when it can write that but not the
 * stream, the stream stands still there ("critical write error"), and another node leads
 * it one or two seconds later. Publishers get no answer meanwhile, not even a refusal.
 * Neither ends when there is space again: the node has to be restarted, and then gets
 * what it lacks from the others. With all disks full nothing is confirmed until all nodes
 * were restarted.
 */
final class DiskFull implements Fault {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final String name;

	private final int nodes;

	/**
	 * Create the fault.
	 * @param name its name
	 * @param nodes how many nodes have no space at a time
	 */
	DiskFull(String name, int nodes) {
		this.name = name;
		this.nodes = nodes;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public @Nullable String obstacle(Bus bus) {
		return bus.disks().obstacle();
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws IOException {
		List<NatsServer> victims = new ArrayList<>(bus.cluster().nodes());
		Collections.shuffle(victims, new Random(random.nextLong()));
		victims.subList(this.nodes, victims.size()).clear();
		bus.notes().nodeGone("fill the disks of " + victims);
		try {
			for (NatsServer node : victims) {
				bus.disks().of(node).fill();
			}
			for (NatsServer node : victims) {
				await("trouble of " + node).atMost(LIMIT).until(() -> !bus.problem(node).isEmpty());
				bus.notes().add("%s: %s".formatted(node, bus.problem(node)));
			}
			if (victims.size() == 1) {
				bus.awaitFlow();
			}
		}
		finally {
			for (NatsServer node : victims) {
				bus.disks().of(node).free();
			}
			bus.notes().nodeGone("restart " + victims);
			victims.forEach(NatsServer::restart);
		}
		bus.cluster().awaitReady();
	}

}
