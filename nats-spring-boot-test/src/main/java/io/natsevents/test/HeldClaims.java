package io.natsevents.test;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.nats.client.support.JsonValue;

/**
 * How many messages each consumer of some servers has delivered without being
 * acknowledged.
 *
 * @param byConsumer the numbers above zero, by account, stream and consumer
 */
record HeldClaims(Map<String, Long> byConsumer) {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Asks servers over their monitoring ports.
	 * @param servers the servers, of which those that do not run are left out
	 * @return the claims in all accounts
	 * @throws UncheckedIOException if one does not answer
	 */
	static HeldClaims of(List<NatsServer> servers) {
		Map<String, Long> claims = new TreeMap<>();
		for (NatsServer server : servers) {
			if (server.isRunning()) {
				read(server, Monitoring.ask(server, Monitoring.STREAMS, TIMEOUT), claims);
			}
		}
		return new HeldClaims(claims);
	}

	private static void read(NatsServer server, JsonValue answer, Map<String, Long> claims) {
		for (JsonValue account : Monitoring.list(answer, "account_details")) {
			for (JsonValue stream : Monitoring.list(account, "stream_detail")) {
				for (JsonValue consumer : Monitoring.list(stream, "consumer_detail")) {
					long pending = Monitoring.number(consumer, "num_ack_pending");
					if (pending > 0 && isLedBy(server, consumer)) {
						claims.put("account %s, stream %s, consumer %s".formatted(name(account), name(stream),
								name(consumer)), pending);
					}
				}
			}
		}
	}

	// In a cluster every replica tells, but only the leader knows
	private static boolean isLedBy(NatsServer server, JsonValue consumer) {
		String leader = Monitoring.leader(consumer, "cluster");
		return leader == null || leader.equals(server.name());
	}

	private static String name(JsonValue object) {
		return Monitoring.text(object, "name");
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

}
