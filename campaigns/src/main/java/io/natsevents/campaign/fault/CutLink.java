package io.natsevents.campaign.fault;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.support.Link;

/**
 * Breaks connections, and each new one at once, for some seconds.
 */
final class CutLink extends LinkFault {

	private static final int SHORTEST_MILLIS = 1000;

	private static final int LONGEST_MILLIS = 5000;

	CutLink() {
		super("cut-link");
	}

	@Override
	void disturb(Bus bus, List<Link> links, String victims, RandomGenerator random) throws InterruptedException {
		int millis = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
		bus.notes().add("cut for %d ms: %s".formatted(millis, victims));
		links.forEach(Link::refuse);
		TimeUnit.MILLISECONDS.sleep(millis);
	}

}
