package io.natsevents.listen;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Asks the server how the consumer of a listener and its stream are doing, and has the
 * consumer made anew when it is gone.
 */
final class ConsumerObservation {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final ListenerEndpoint endpoint;

	private final ConnectionSupervisor connection;

	private final DurableConsumer consumer;

	private final StreamSnapshots streams;

	private final RetentionWatch retention;

	private final PullSignals signals;

	private final AtomicBoolean observing = new AtomicBoolean();

	ConsumerObservation(ListenerEndpoint endpoint, ConnectionSupervisor connection, DurableConsumer consumer,
			StreamSnapshots streams, RetentionWatch retention, PullSignals signals) {
		this.endpoint = endpoint;
		this.connection = connection;
		this.consumer = consumer;
		this.streams = streams;
		this.retention = retention;
		this.signals = signals;
	}

	/**
	 * Answers may take seconds, so what would only wait behind another is left out.
	 */
	void observeSoon(Executor executor) {
		if (this.observing.compareAndSet(false, true)) {
			executor.execute(() -> {
				try {
					observe();
				}
				finally {
					this.observing.set(false);
				}
			});
		}
	}

	/**
	 * Observe now, waiting for the server's answers.
	 */
	void observe() {
		if (!this.connection.isConnected()) {
			return;
		}
		try {
			this.retention.begin(this.consumer.progress());
			StreamSnapshot stream = this.consumer.isObservable() ? this.streams.of(this.endpoint.stream()) : null;
			if (!this.consumer.observe()) {
				this.signals.heal();
				return;
			}
			ConsumerProgress progress = this.consumer.progress();
			if (progress != null) {
				this.retention.observe(stream, progress, System.nanoTime());
			}
		}
		catch (MissingStreamException ex) {
			this.signals.heal();
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
			// The pull loop notices by itself when nobody takes its requests
			logger.debug("Listener " + this.endpoint.id() + ": the server does not tell about its consumer", ex);
		}
	}

}
