package io.natsevents.listen;

import java.util.List;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventMessageReader;
import org.jspecify.annotations.Nullable;

/**
 * Says which events are handled one after the other: those of equal keys.
 */
@FunctionalInterface
interface LaneKeys {

	/** No event waits for another. */
	LaneKeys NONE = (message) -> new Object();

	/**
	 * The key of a message. Must not throw.
	 */
	Object of(Message message);

	/**
	 * Keys that keep the order a listener asks for.
	 */
	static LaneKeys of(ListenerEndpoint endpoint, EventCodec codec) {
		if (endpoint.settings().ordering() != Ordering.NONE) {
			return partitionKeys(codec);
		}
		return endpoint.handler().isBatch() ? inTurn(endpoint.settings().concurrency()) : NONE;
	}

	/**
	 * A lane is what a batch is taken from, so without an order there are as many as
	 * there are handlers.
	 */
	private static LaneKeys inTurn(int lanes) {
		return (message) -> message.metaData().streamSequence() % lanes;
	}

	private static LaneKeys partitionKeys(EventCodec codec) {
		EventMessageReader reader = new EventMessageReader(codec);
		return (message) -> {
			@Nullable Headers headers = message.getHeaders();
			String key = reader.readPartitionKey((headers != null) ? headers.entrySet() : List.of(), message.getData());
			return (key != null) ? key : NONE.of(message);
		};
	}

}
