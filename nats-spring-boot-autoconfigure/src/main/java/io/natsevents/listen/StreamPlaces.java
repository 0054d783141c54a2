package io.natsevents.listen;

import java.io.IOException;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.StoredTimes.Stored;
import io.natsevents.connection.StreamBounds;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the leader of a stream holds. All methods throw
 * {@link io.natsevents.connection.RequestDeniedException} without the permission to ask,
 * other {@link IOException}s when there is no answer, and {@link JetStreamApiException}
 * when the server refuses.
 */
interface StreamPlaces {

	StreamBounds bounds() throws IOException, JetStreamApiException;

	/**
	 * Find the event that has a sequence.
	 * @return {@code null} when there is none
	 */
	@Nullable Stored at(long sequence) throws IOException, JetStreamApiException;

	/**
	 * Find the first event at or after a sequence.
	 * @param subjects subjects it may have
	 * @return {@code null} when there is none
	 */
	@Nullable Stored next(long sequence, List<String> subjects) throws IOException;

}
