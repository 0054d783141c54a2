package io.natsevents.campaign.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.natsevents.support.Monitoring;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;

/**
 * Asks servers which way processes take to them.
 */
final class LinkUse {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final List<NatsServer> nodes;

	/**
	 * Create it.
	 * @param nodes servers that run
	 */
	LinkUse(List<NatsServer> nodes) {
		this.nodes = nodes;
	}

	/**
	 * Whether a process is connected to a node.
	 * @param client what the names of its clients begin with
	 */
	static boolean leadsTo(NatsServer node, String client) {
		return !Monitoring.of(node).ports(client).isEmpty();
	}

	/**
	 * Wait until servers see connections of a process on its link, and no others of it.
	 * @param member the process
	 * @param client what the names of its clients begin with
	 */
	void await(Member member, String client) {
		Awaitility.await(member.name() + " takes its link").atMost(LIMIT).until(() -> {
			Set<Integer> seen = this.nodes.stream()
				.flatMap((node) -> Monitoring.of(node).ports(client).stream())
				.collect(Collectors.toSet());
			return !seen.isEmpty() && member.link().workingPorts().equals(seen);
		});
	}

}
