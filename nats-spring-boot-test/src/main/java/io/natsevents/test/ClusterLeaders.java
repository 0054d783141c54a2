package io.natsevents.test;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which node leads what. Only a node that names itself is believed: the others
 * go on naming a leader that is dead until they have elected another.
 */
final class ClusterLeaders {

	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

	private final List<NatsServer> nodes;

	private final Duration limit;

	/**
	 * Creates the finder.
	 * @param nodes the nodes of the cluster
	 * @param limit how long an election may take
	 */
	ClusterLeaders(List<NatsServer> nodes, Duration limit) {
		this.nodes = nodes;
		this.limit = limit;
	}

	NatsServer ofMeta() {
		return await("the cluster", "/jsz", (answer) -> Monitoring.leader(answer, "meta_cluster"));
	}

	NatsServer ofStream(String stream) {
		return await("stream " + stream, Monitoring.STREAMS, (answer) -> leaderIn(find(streams(answer), stream)));
	}

	NatsServer ofConsumer(String stream, String consumer) {
		return await("consumer %s of stream %s".formatted(consumer, stream), Monitoring.STREAMS, (answer) -> {
			JsonValue found = find(streams(answer), stream);
			return leaderIn((found != null) ? find(Monitoring.list(found, "consumer_detail"), consumer) : null);
		});
	}

	private static List<JsonValue> streams(JsonValue answer) {
		return Monitoring.list(answer, "account_details")
			.stream()
			.flatMap((account) -> Monitoring.list(account, "stream_detail").stream())
			.toList();
	}

	private static @Nullable JsonValue find(List<JsonValue> candidates, String name) {
		return candidates.stream()
			.filter((candidate) -> Monitoring.text(candidate, "name").equals(name))
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String leaderIn(@Nullable JsonValue found) {
		return (found != null) ? Monitoring.leader(found, "cluster") : null;
	}

	private NatsServer await(String what, String path, Function<JsonValue, @Nullable String> leader) {
		BoundedWait wait = new BoundedWait(this.limit);
		while (true) {
			List<NatsServer> leaders = new ArrayList<>();
			List<String> said = new ArrayList<>();
			for (NatsServer node : this.nodes) {
				String named = ask(node, path, leader, said);
				if (named != null && named.equals(node.name())) {
					leaders.add(node);
				}
			}
			if (leaders.size() == 1) {
				return leaders.get(0);
			}
			wait.next("No single leader of %s was found".formatted(what), said);
		}
	}

	private static @Nullable String ask(NatsServer node, String path, Function<JsonValue, @Nullable String> leader,
			List<String> said) {
		String outage = node.outage();
		if (outage != null) {
			said.add("%s is %s".formatted(node, outage));
			return null;
		}
		try {
			String named = leader.apply(Monitoring.ask(node, path, ANSWER_LIMIT));
			said.add("%s %s".formatted(node, describe(named)));
			return named;
		}
		catch (UncheckedIOException ex) {
			said.add("%s (%s)".formatted(ex.getMessage(), ex.getCause()));
			return null;
		}
	}

	private static String describe(@Nullable String named) {
		if (named == null) {
			return "does not have it";
		}
		return named.isEmpty() ? "names nobody" : "names " + named;
	}

}
