package io.natsevents.campaign.fault;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.support.Link;

import static org.awaitility.Awaitility.await;

/**
 * Does something to the links of some processes, and mends them.
 */
abstract class LinkFault implements Fault {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** All of them every other time: only then can the silence be compared. */
	private final Cycle<Victims> victims = new Cycle<>(
			List.of(Victims.ALL, Victims.PUBLISHER, Victims.ALL, Victims.SHARING, Victims.ALL, Victims.KEYED));

	private final String name;

	LinkFault(String name) {
		this.name = name;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws Exception {
		List<Member> chosen = this.victims.next(random).of(bus, random);
		List<Link> links = chosen.stream().map(Member::link).toList();
		try {
			disturb(bus, links, Victims.names(chosen), random);
		}
		finally {
			links.forEach(Link::mend);
		}
		links.forEach(LinkFault::awaitWorking);
	}

	/**
	 * Do it, until it is to be mended.
	 * @param victims names of the processes, for notes
	 */
	abstract void disturb(Bus bus, List<Link> links, String victims, RandomGenerator random) throws Exception;

	/**
	 * Wait until there is a connection on which messages get through.
	 */
	static void awaitWorking(Link link) {
		await("a connection that works").atMost(LIMIT).until(() -> !link.workingPorts().isEmpty());
	}

}
