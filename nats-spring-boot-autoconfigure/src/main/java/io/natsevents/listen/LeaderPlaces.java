package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.StoredMessage;
import io.natsevents.connection.StoredTimes.Stored;
import io.natsevents.connection.StreamBounds;
import io.natsevents.connection.StreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Asks the leader of a stream what it holds.
 */
final class LeaderPlaces implements StreamPlaces {

	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

	private final ConnectionSupervisor connection;

	private final StreamReader reader;

	private final String stream;

	LeaderPlaces(ConnectionSupervisor connection, String stream) {
		this.connection = connection;
		this.reader = new StreamReader(connection, ANSWER_LIMIT);
		this.stream = stream;
	}

	@Override
	public StreamBounds bounds() throws IOException, JetStreamApiException {
		return StreamBounds.of(JetStreamRequest.ask(this.connection, "STREAM.INFO." + this.stream,
				(management) -> management.getStreamInfo(this.stream)));
	}

	@Override
	public @Nullable Stored at(long sequence) throws IOException {
		StoredMessage found = this.reader.at(this.stream, sequence);
		return (found != null) ? new Stored(found.sequence(), found.storedAt()) : null;
	}

	@Override
	public @Nullable Stored next(long sequence, List<String> subjects) throws IOException {
		Stored first = null;
		for (String subject : subjects) {
			StoredMessage next = this.reader.next(this.stream, sequence, subject);
			if (next != null && (first == null || next.sequence() < first.sequence())) {
				first = new Stored(next.sequence(), next.storedAt());
			}
		}
		return first;
	}

}
