package io.natsevents.campaign.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.test.NatsServer;

import static org.awaitility.Awaitility.await;

/**
 * Restarts the nodes one after the other in lame duck mode, as an upgrade does: each is
 * back and healthy before the next one leaves. A node sends away at least one client a
 * second, whatever {@code lame_duck_duration} is, so with a few clients it takes seconds.
 */
final class RollingRestart implements Fault {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	@Override
	public String name() {
		return "rolling-restart";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) {
		for (NatsServer node : bus.cluster().nodes()) {
			bus.notes().nodeGone("lame duck mode of " + node);
			long begin = System.nanoTime();
			node.enterLameDuckMode();
			try {
				await("end of " + node).atMost(LIMIT).until(() -> !node.isRunning());
				bus.notes()
					.add("%s took %d ms to leave".formatted(node,
							Duration.ofNanos(System.nanoTime() - begin).toMillis()));
			}
			finally {
				node.start();
			}
			bus.cluster().awaitReady();
		}
		bus.awaitFlow();
	}

}
