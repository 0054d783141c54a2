package io.natsevents.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
	 * The ports from which clients are connected.
	 * @param name what their names begin with
	 */
	public Set<Integer> ports(String name) {
		return ask("connz").get("connections")
			.valueStream()
			.filter((connection) -> connection.path("name").asString("").startsWith(name))
			.map((connection) -> connection.get("port").asInt())
			.collect(Collectors.toSet());
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
