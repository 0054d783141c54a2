package io.natsevents.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.natsevents.connection.ConnectionState;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.publish.StreamWentBack;
import io.natsevents.stream.DeclaredStream;
import io.natsevents.stream.StreamStartup;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether the server really has the declared streams, by one question of bounded
 * length.
 */
public final class StreamsHealthIndicator extends AbstractHealthIndicator {

	private static final JetStreamOptions OPTIONS = JetStreamOptions.builder()
		.requestTimeout(Duration.ofSeconds(2))
		.build();

	private final ConnectionSupervisor connection;

	private final StreamStartup startup;

	private final Supplier<Map<String, StreamWentBack>> wentBack;

	/**
	 * Create the indicator.
	 * @param connection leads to the server
	 * @param startup knows the declared streams
	 * @param wentBack tells which streams have gone back. One that has does not become
	 * healthy again by taking this application out of rotation, so the status stays
	 */
	public StreamsHealthIndicator(ConnectionSupervisor connection, StreamStartup startup,
			Supplier<Map<String, StreamWentBack>> wentBack) {
		super("The streams could not be checked");
		this.connection = connection;
		this.startup = startup;
		this.wentBack = wentBack;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, Object> back = new TreeMap<>();
		this.wentBack.get().forEach((stream, found) -> back.put(stream, describe(found)));
		if (!back.isEmpty()) {
			builder.withDetail("wentBack", back);
		}
		String problem = this.startup.problem();
		if (problem != null) {
			builder.down().withDetail("reason", "the streams are not in place yet: " + problem);
			return;
		}
		if (!this.connection.isConnected()) {
			// A question would wait for the connection
			thereIsNoConnection(builder);
			return;
		}
		try {
			compare(builder, present());
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
			if (this.connection.isConnected()) {
				builder.down().withDetail("reason", "the server does not tell its streams: " + ex.getMessage());
			}
			else {
				thereIsNoConnection(builder);
			}
		}
	}

	private static void thereIsNoConnection(Health.Builder builder) {
		builder.unknown().withDetail("reason", "there is no connection to NATS");
	}

	/**
	 * Ask the server. An answer that was lost because the connection went to another
	 * server says nothing; the other is asked.
	 */
	private Set<String> present() throws IOException, JetStreamApiException {
		ConnectionState before = this.connection.state();
		try {
			return ask();
		}
		catch (IOException ex) {
			ConnectionState now = this.connection.state();
			// The client tells of the other server a moment after it is there
			if (now.reconnects() == before.reconnects() && Objects.equals(now.server(), before.server())) {
				throw ex;
			}
			return ask();
		}
	}

	private Set<String> ask() throws IOException, JetStreamApiException {
		return new HashSet<>(this.connection.current().jetStreamManagement(OPTIONS).getStreamNames());
	}

	private void compare(Health.Builder builder, Set<String> present) {
		Map<String, Object> streams = new LinkedHashMap<>();
		List<String> missing = new ArrayList<>();
		for (DeclaredStream stream : this.startup.streams()) {
			boolean there = present.contains(stream.name());
			if (!there) {
				missing.add(stream.name());
			}
			streams.put(stream.name(), describe(stream, there));
		}
		builder.up().withDetail("streams", streams);
		if (!missing.isEmpty()) {
			builder.down()
				.withDetail("missing", missing)
				.withDetail("reason", "the server does not have " + String.join(", ", missing)
						+ "; somebody deleted it. With provisioning.mode create or update it is created, empty, when"
						+ " the application starts again");
		}
	}

	private static Map<String, Object> describe(StreamWentBack found) {
		return Map.of("from", found.from(), "to", found.to(), "noticed", found.noticed().toString());
	}

	private static Map<String, Object> describe(DeclaredStream stream, boolean there) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("present", there);
		details.put("subjects", stream.subjects());
		if (!stream.notes().isEmpty()) {
			details.put("notes", stream.notes());
		}
		return details;
	}

}
