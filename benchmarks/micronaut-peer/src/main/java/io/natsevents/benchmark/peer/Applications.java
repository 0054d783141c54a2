package io.natsevents.benchmark.peer;

import java.util.List;
import java.util.Map;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;

/**
 * Starts Micronaut, with the default settings but for what a round needs.
 */
final class Applications {

	private Applications() {
	}

	/**
	 * Start without the listener.
	 * @param server URL of the server
	 * @return the context
	 */
	static ApplicationContext start(String server) {
		return builder(server).start();
	}

	/**
	 * Start with the listener, which begins at once.
	 * @param server URL of the server
	 * @param stream name of the stream
	 * @param durable name of the consumer
	 * @param handled counts the events
	 * @return the context
	 */
	static ApplicationContext listen(String server, String stream, String durable, Handled handled) {
		return builder(server).properties(Map.of("peer.stream", stream, "peer.durable", durable))
			.singletons(handled)
			.start();
	}

	/**
	 * JetStream is only there when something of it is configured: here a default.
	 */
	private static ApplicationContextBuilder builder(String server) {
		return ApplicationContext.builder()
			.properties(
					Map.of("nats.default.addresses", List.of(server), "nats.default.jetstream.publish-no-ack", false))
			.banner(false);
	}

}
