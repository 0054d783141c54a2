package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamInfo;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.RequestDeniedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the streams of all listeners, each only so often, however many listen to it.
 */
final class StreamSnapshots {

	private static final Log logger = LogFactory.getLog(StreamSnapshots.class);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration DENIED_FOR = Duration.ofMinutes(10);

	private final ConnectionSupervisor connection;

	private final LongSupplier nanoTime;

	private final Map<String, StreamSnapshot> latest = new HashMap<>();

	private final Map<String, Long> askAgainAt = new HashMap<>();

	private final Set<String> denied = new HashSet<>();

	/**
	 * Begin without having asked.
	 * @param connection leads to the server
	 * @param nanoTime tells the time in nanoseconds, from any origin
	 */
	StreamSnapshots(ConnectionSupervisor connection, LongSupplier nanoTime) {
		this.connection = connection;
		this.nanoTime = nanoTime;
	}

	/**
	 * The stream as it was not long ago.
	 * @return {@code null} when the server does not tell
	 */
	synchronized @Nullable StreamSnapshot of(String stream) {
		long now = this.nanoTime.getAsLong();
		Long again = this.askAgainAt.get(stream);
		if (again == null || now - again >= 0) {
			this.askAgainAt.put(stream, now + INTERVAL.toNanos());
			this.latest.remove(stream);
			ask(stream, now);
		}
		return this.latest.get(stream);
	}

	private void ask(String stream, long now) {
		try {
			StreamInfo answer = JetStreamRequest.ask(this.connection, "STREAM.INFO." + stream,
					(management) -> management.getStreamInfo(stream));
			this.latest.put(stream, StreamSnapshot.of(answer, now));
			this.denied.remove(stream);
		}
		catch (RequestDeniedException ex) {
			this.askAgainAt.put(stream, now + DENIED_FOR.toNanos());
			if (this.denied.add(stream)) {
				logger.warn("Nobody can tell whether stream " + stream + " discards events before its listeners handle"
						+ " them, because this application may not ask about it; grant to publish to"
						+ " '$JS.API.STREAM.INFO." + stream + "'");
			}
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
			logger.debug("The server does not tell about stream " + stream, ex);
		}
	}

}
