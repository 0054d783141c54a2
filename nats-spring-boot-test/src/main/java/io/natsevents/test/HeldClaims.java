package io.natsevents.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;

/**
 * How many messages each consumer of a server has delivered without being acknowledged.
 *
 * @param byConsumer the numbers above zero, by account, stream and consumer
 */
record HeldClaims(Map<String, Long> byConsumer) {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Asks a server over its monitoring port, which needs no credentials.
	 * @param server a server that is running
	 * @return the claims in all accounts
	 * @throws UncheckedIOException if it does not answer
	 */
	static HeldClaims of(NatsServer server) {
		URI uri = URI.create(
				"http://127.0.0.1:%d/jsz?accounts=true&streams=true&consumers=true".formatted(server.monitoringPort()));
		try {
			HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
			connection.setConnectTimeout((int) TIMEOUT.toMillis());
			connection.setReadTimeout((int) TIMEOUT.toMillis());
			try (InputStream body = connection.getInputStream()) {
				return new HeldClaims(read(JsonParser.parse(body.readAllBytes())));
			}
			finally {
				connection.disconnect();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not ask %s for the claims it holds".formatted(server), ex);
		}
	}

	private static Map<String, Long> read(JsonValue server) {
		Map<String, Long> claims = new TreeMap<>();
		for (JsonValue account : list(server, "account_details")) {
			for (JsonValue stream : list(account, "stream_detail")) {
				for (JsonValue consumer : list(stream, "consumer_detail")) {
					long pending = number(consumer, "num_ack_pending");
					if (pending > 0) {
						claims.put("account %s, stream %s, consumer %s".formatted(name(account), name(stream),
								name(consumer)), pending);
					}
				}
			}
		}
		return claims;
	}

	/**
	 * Names the consumers that hold more claims than before.
	 * @param before the claims then
	 * @return one line per consumer
	 */
	List<String> moreThan(HeldClaims before) {
		List<String> lines = new ArrayList<>();
		this.byConsumer.forEach((consumer, claims) -> {
			long then = before.byConsumer.getOrDefault(consumer, 0L);
			if (claims > then) {
				lines.add("claims: %s: %d not acknowledged, %d when the test began".formatted(consumer, claims, then));
			}
		});
		return lines;
	}

	private static List<JsonValue> list(JsonValue object, String key) {
		JsonValue value = (object.map != null) ? object.map.get(key) : null;
		return (value != null && value.array != null) ? value.array : List.of();
	}

	private static String name(JsonValue object) {
		JsonValue name = object.map.get("name");
		return (name != null && name.string != null) ? name.string : "?";
	}

	private static long number(JsonValue object, String key) {
		JsonValue value = object.map.get(key);
		return (value != null && value.number != null) ? value.number.longValue() : 0;
	}

}
