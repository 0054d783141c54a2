package io.natsevents.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.natsevents.test.NatsServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server tells over HTTP.
 */
public final class Monitoring {

	private static final int LIMIT_MILLIS = 5000;

	private static final JsonMapper mapper = new JsonMapper();

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

	/**
	 * Ask for anything.
	 * @param path what to ask for, such as {@code healthz}
	 * @return the answer, also when it tells of an error
	 */
	public JsonNode ask(String path) {
		URI uri = URI.create("http://127.0.0.1:%d/%s".formatted(this.server.monitoringPort(), path));
		try {
			HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
			connection.setConnectTimeout(LIMIT_MILLIS);
			connection.setReadTimeout(LIMIT_MILLIS);
			boolean error = connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
			try (InputStream body = error ? connection.getErrorStream() : connection.getInputStream()) {
				return mapper.readTree(body);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s does not answer to %s".formatted(this.server, path), ex);
		}
	}

}
