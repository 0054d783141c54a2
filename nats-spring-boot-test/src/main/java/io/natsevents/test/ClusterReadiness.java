package io.natsevents.test;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether nodes make a working cluster.
 */
final class ClusterReadiness {

	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

	private final ApiRequest request;

	private final Duration limit;

	/**
	 * Creates the check.
	 * @param request asks the JetStream API
	 * @param limit how long the cluster may take to get ready
	 */
	ClusterReadiness(ApiRequest request, Duration limit) {
		this.request = request;
		this.limit = limit;
	}

	/**
	 * Waits for nodes.
	 * @param nodes those expected to make a cluster
	 * @throws IllegalStateException if time is up, or one has ended
	 */
	void await(List<NatsServer> nodes) {
		BoundedWait wait = new BoundedWait(this.limit);
		List<String> problems = problems(nodes);
		while (!problems.isEmpty()) {
			wait.next("The cluster was not ready", problems);
			problems = problems(nodes);
		}
	}

	private List<String> problems(List<NatsServer> nodes) {
		return nodes.stream().map(this::problem).filter(Objects::nonNull).toList();
	}

	private @Nullable String problem(NatsServer node) {
		if (!node.isRunning()) {
			throw new IllegalStateException(
					"%s has ended. Its last log lines:%n%s".formatted(node, node.lastLogLines()));
		}
		try {
			JsonValue health = Monitoring.ask(node, "/healthz", ANSWER_LIMIT);
			if (!Monitoring.text(health, "status").equals("ok")) {
				return "%s is not healthy: %s".formatted(node, Monitoring.text(health, "error"));
			}
			String leader = Monitoring.leader(Monitoring.ask(node, "/jsz", ANSWER_LIMIT), "meta_cluster");
			if (leader == null || leader.isEmpty()) {
				return "%s knows no leader of the cluster".formatted(node);
			}
		}
		catch (UncheckedIOException ex) {
			return "%s (%s)".formatted(ex.getMessage(), ex.getCause());
		}
		String refusal = this.request.ask(node, "INFO");
		return (refusal != null) ? "%s does not serve the JetStream API: %s".formatted(node, refusal) : null;
	}

	/**
	 * Asks the JetStream API.
	 */
	interface ApiRequest {

		/**
		 * Asks through a node.
		 * @param node the node
		 * @param subject what to ask for, behind {@code $JS.API.}
		 * @return what went wrong, or {@code null} if nothing did
		 */
		@Nullable String ask(NatsServer node, String subject);

	}

}
