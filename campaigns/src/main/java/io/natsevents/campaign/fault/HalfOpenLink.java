package io.natsevents.campaign.fault;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.support.Link;

import static org.awaitility.Awaitility.await;

/**
 * Lets nothing through on connections that stay open, until clients notice. New ones work
 * at once, or not before all is mended.
 */
final class HalfOpenLink extends LinkFault {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final int LONGEST_MILLIS = 2000;

	private final Cycle<Boolean> newOnesWork = new Cycle<>(List.of(true, false));

	HalfOpenLink() {
		super("half-open-link");
	}

	@Override
	void disturb(Bus bus, List<Link> links, String victims, RandomGenerator random) throws InterruptedException {
		if (this.newOnesWork.next(random)) {
			bus.notes().add("half-open, and new connections work: " + victims);
			links.forEach(Link::freezeConnections);
			links.forEach(LinkFault::awaitWorking);
			return;
		}
		int millis = random.nextInt(LONGEST_MILLIS);
		bus.notes()
			.add("half-open, and new connections as well, until all have noticed and %d ms longer: %s".formatted(millis,
					victims));
		links.forEach(Link::freeze);
		Map<Link, Integer> before = new HashMap<>();
		links.forEach((link) -> before.put(link, link.connections()));
		before.forEach((link, connections) -> await("a new connection").atMost(LIMIT)
			.until(() -> link.connections() > connections));
		TimeUnit.MILLISECONDS.sleep(millis);
	}

}
