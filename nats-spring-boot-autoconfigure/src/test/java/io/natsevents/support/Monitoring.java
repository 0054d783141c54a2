package io.natsevents.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;

import io.natsevents.test.NatsServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server tells over HTTP about its clients.
 */
public final class Monitoring {

	private final NatsServer server;

	private Monitoring(NatsServer server) {
		this.server = server;
	}

	public static Monitoring of(NatsServer server) {
		return new Monitoring(server);
	}

	/**
	 * Subjects with a prefix that clients are subscribed to.
	 */
	public List<String> subscriptions(String prefix) {
		return ask("connz?subs=true").findValues("subscriptions_list")
			.stream()
			.flatMap((list) -> list.valueStream().map(JsonNode::asString))
			.filter((subject) -> subject.startsWith(prefix))
			.toList();
	}

	/**
	 * How many messages clients have sent.
	 */
	public long received() {
		return ask("varz").get("in_msgs").asLong();
	}

	private JsonNode ask(String path) {
		try (InputStream body = URI.create("http://127.0.0.1:" + this.server.monitoringPort() + "/" + path)
			.toURL()
			.openStream()) {
			return new JsonMapper().readTree(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
