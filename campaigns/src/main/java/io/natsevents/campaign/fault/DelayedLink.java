package io.natsevents.campaign.fault;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.support.Link;

/**
 * Lets every message arrive later while some thousand are handled.
 */
final class DelayedLink extends LinkFault {

	private static final int SHORTEST_MILLIS = 50;

	private static final int LONGEST_MILLIS = 150;

	private static final int HANDLED = 1500;

	DelayedLink() {
		super("delay-link");
	}

	@Override
	void disturb(Bus bus, List<Link> links, String victims, RandomGenerator random) {
		int millis = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
		bus.notes()
			.add("%d to %d ms later each way while %d events are handled: %s".formatted(millis, 2 * millis, HANDLED,
					victims));
		links.forEach((link) -> link.delay(Duration.ofMillis(millis)));
		bus.awaitHandled(HANDLED);
	}

}
