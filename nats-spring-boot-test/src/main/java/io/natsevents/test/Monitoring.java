package io.natsevents.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers over their monitoring ports, which need no credentials, and reads the
 * answers.
 */
final class Monitoring {

	/** Every account with its streams and consumers. */
	static final String STREAMS = "/jsz?accounts=true&streams=true&consumers=true";

	private Monitoring() {
	}

	/**
	 * Asks a server.
	 * @param server a server that is running
	 * @param path what to ask for, such as {@code /varz}
	 * @param timeout how long to wait for it at most
	 * @return the answer, also when it tells of an error
	 * @throws UncheckedIOException if it does not answer
	 */
	static JsonValue ask(NatsServer server, String path, Duration timeout) {
		URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.monitoringPort(), path));
		try {
			HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
			connection.setConnectTimeout((int) timeout.toMillis());
			connection.setReadTimeout((int) timeout.toMillis());
			try (InputStream body = bodyOf(connection)) {
				return JsonParser.parse(body.readAllBytes());
			}
			finally {
				connection.disconnect();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s does not answer to %s".formatted(server, path), ex);
		}
	}

	private static InputStream bodyOf(HttpURLConnection connection) throws IOException {
		boolean error = connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
		return error ? connection.getErrorStream() : connection.getInputStream();
	}

	/**
	 * Reads a list.
	 * @param object what holds it
	 * @param key its name
	 * @return the list, empty if there is none
	 */
	static List<JsonValue> list(JsonValue object, String key) {
		JsonValue value = value(object, key);
		return (value != null && value.array != null) ? value.array : List.of();
	}

	static String text(JsonValue object, String key) {
		JsonValue value = value(object, key);
		return (value != null && value.string != null) ? value.string : "";
	}

	static long number(JsonValue object, String key) {
		JsonValue value = value(object, key);
		return (value != null && value.number != null) ? value.number.longValue() : 0;
	}

	/**
	 * Reads who leads a stream, a consumer or, as {@code meta_cluster}, the cluster.
	 * @param object what is led
	 * @param key where it tells of its cluster
	 * @return the name of the leader, empty while there is none, or {@code null} if it is
	 * not in a cluster
	 */
	static @Nullable String leader(JsonValue object, String key) {
		JsonValue cluster = value(object, key);
		return (cluster != null) ? text(cluster, "leader") : null;
	}

	private static @Nullable JsonValue value(JsonValue object, String key) {
		return (object.map != null) ? object.map.get(key) : null;
	}

}
