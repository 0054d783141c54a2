package io.natsevents.listen;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reports durable consumers that this application once created and no listener uses any
 * more. They are never deleted: another version of the application may still need them,
 * and with them would go the place it had come to.
 */
final class UnusedDurables {

	/**
	 * Metadata of a consumer: the application that created it.
	 */
	static final String APPLICATION = "io.natsevents.application";

	private static final Log logger = LogFactory.getLog(UnusedDurables.class);

	private final ConnectionSupervisor connection;

	private final String application;

	UnusedDurables(ConnectionSupervisor connection, String application) {
		this.connection = connection;
		this.application = application;
	}

	/**
	 * Look for them in the streams that listeners use.
	 */
	void report(Collection<RegisteredListener> listeners) {
		listeners.stream().collect(Collectors.groupingBy(RegisteredListener::stream)).forEach((stream, sharing) -> {
			List<String> unused = find(stream, sharing);
			if (!unused.isEmpty()) {
				logger.warn(
						"No listener of " + this.application + " uses its durable consumer(s) " + unused + " of stream "
								+ stream + ". Events wait there for nobody; delete what is not needed any more");
			}
		});
	}

	private List<String> find(String stream, Collection<RegisteredListener> listeners) {
		List<String> unused = new ArrayList<>();
		try {
			for (ConsumerInfo consumer : this.connection.current().jetStreamManagement().getConsumers(stream)) {
				Map<String, String> metadata = consumer.getConsumerConfiguration().getMetadata();
				if (metadata != null && this.application.equals(metadata.get(APPLICATION))
						&& !metadata.containsKey(ReplayableListener.REPLAY)
						&& listeners.stream().noneMatch((listener) -> listener.uses(consumer.getName()))) {
					unused.add(consumer.getName() + " (" + consumer.getNumPending() + " events wait)");
				}
			}
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
			logger.debug("The server does not tell the consumers of stream " + stream, ex);
		}
		return unused;
	}

}
