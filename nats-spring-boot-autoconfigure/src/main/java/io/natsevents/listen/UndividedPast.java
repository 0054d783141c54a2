package io.natsevents.listen;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a listener had come to while its stream had no partitions, or it did
 * not ask for their order: its partitions begin there.
 */
final class UndividedPast {

	private static final Log logger = LogFactory.getLog(DurableConsumer.class);

	private final ListenerEndpoint endpoint;

	private final ConsumerServer server;

	UndividedPast(ListenerEndpoint endpoint, ConsumerServer server) {
		this.endpoint = endpoint;
		this.server = server;
	}

	/**
	 * Ask how far it had come.
	 * @return what the server says now, or {@code null} when there is no such past
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	@Nullable ConsumerProgress progress() throws IOException, JetStreamApiException {
		Partition partition = this.endpoint.partition();
		ConsumerInfo past = (partition != null) ? this.server.find(partition.undivided()) : null;
		if (partition == null || past == null) {
			return null;
		}
		ConsumerProgress progress = ConsumerProgress.of(past, null);
		if (partition.number() == 0) {
			// One of many is enough
			logger.info("Listener " + this.endpoint.id() + " begins each of its " + partition.count()
					+ " partitions with sequence " + (progress.ackFloor() + 1) + " of stream " + this.endpoint.stream()
					+ ", because its consumer " + partition.undivided() + " had come to " + progress.ackFloor());
		}
		return progress;
	}

}
