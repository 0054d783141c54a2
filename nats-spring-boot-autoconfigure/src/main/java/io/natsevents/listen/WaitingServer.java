package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

import io.nats.client.JetStreamApiException;
import io.nats.client.NUID;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.RequestDeniedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server about events that wait. They are counted by a consumer from which
 * nobody pulls, where the application may create one.
 */
final class WaitingServer implements WaitingQuestions {

	private static final Log logger = LogFactory.getLog(WaitingServer.class);

	private static final int TRIES = 5;

	private static final Duration COUNTER_LASTS = Duration.ofSeconds(10);

	private static final Duration DENIED_FOR = Duration.ofMinutes(10);

	private final ListenerEndpoint endpoint;

	private final ConsumerServer server;

	private final boolean mayCreate;

	private final LongSupplier nanoTime;

	private @Nullable Long deniedAt;

	WaitingServer(ListenerEndpoint endpoint, ConsumerServer server, boolean mayCreate, LongSupplier nanoTime) {
		this.endpoint = endpoint;
		this.server = server;
		this.mayCreate = mayCreate;
		this.nanoTime = nanoTime;
	}

	@Override
	public @Nullable StreamSnapshot stream() {
		long now = this.nanoTime.getAsLong();
		try {
			return StreamSnapshot.of(this.server.stream(), now);
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | MissingStreamException
				| IllegalStateException ex) {
			logger.debug("The server does not tell about stream " + this.endpoint.stream(), ex);
			return null;
		}
	}

	@Override
	public @Nullable WaitingCount behind(long sequence, ConsumerProgress consumer) {
		Long denied = this.deniedAt;
		if (!this.mayCreate || (denied != null && this.nanoTime.getAsLong() - denied < DENIED_FOR.toNanos())) {
			return null;
		}
		try {
			return count(sequence, consumer);
		}
		catch (RequestDeniedException ex) {
			this.deniedAt = this.nanoTime.getAsLong();
			logger.debug("Listener " + this.endpoint.id() + " may not count what waits for it", ex);
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | MissingStreamException
				| IllegalStateException ex) {
			logger.debug("Listener " + this.endpoint.id() + " cannot count what waits for it", ex);
		}
		return null;
	}

	private @Nullable WaitingCount count(long sequence, ConsumerProgress consumer)
			throws IOException, JetStreamApiException {
		ConsumerInfo counter = this.server.create(ConsumerConfiguration.builder()
			.name(this.endpoint.durable() + "-count-" + NUID.nextGlobalSequence())
			.filterSubjects(consumer.filters())
			.deliverPolicy(DeliverPolicy.ByStartSequence)
			.startSequence(sequence + 1)
			.ackPolicy(AckPolicy.None)
			.inactiveThreshold(COUNTER_LASTS)
			.numReplicas(1)
			.memStorage(true)
			.build());
		try {
			return count(counter, consumer);
		}
		finally {
			this.server.delete(counter.getName());
		}
	}

	/**
	 * New events between the two questions make what waits too many, so ask until there
	 * are none.
	 */
	private @Nullable WaitingCount count(ConsumerInfo counter, ConsumerProgress consumer)
			throws IOException, JetStreamApiException {
		long behind = counter.getNumPending();
		for (int left = TRIES;; left--) {
			ConsumerInfo now = this.server.find();
			ConsumerInfo again = this.server.find(counter.getName());
			if (now == null || again == null) {
				return null;
			}
			if (left == 1 || again.getNumPending() == behind) {
				return new WaitingCount(behind, ConsumerProgress.of(now, consumer));
			}
			behind = again.getNumPending();
		}
	}

}
