package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;

import io.nats.client.JetStreamApiException;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.natsevents.connection.RequestDeniedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Notices after a disruption when the stream of a listener went back and its consumer did
 * not, so that events stored since are delivered to nobody. The server is asked by one
 * thread at a time, and only after a disruption.
 */
final class PassedOverWatch {

	private static final Log logger = LogFactory.getLog(PassedOverWatch.class);

	/** So long the listener is not healthy. */
	private static final Duration LASTING = Duration.ofMinutes(1);

	/** So long what was delivered may take to come. */
	private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

	private final ListenerEndpoint endpoint;

	private final PassedOverSearch search;

	private final InstantSource clock;

	private final DeliveredHeight height = new DeliveredHeight();

	private @Nullable ZonedDateTime created;

	private long proved;

	private Instant provedAt = Instant.EPOCH;

	private volatile boolean blind;

	private volatile @Nullable Told told;

	/**
	 * Begin without having looked.
	 * @param endpoint the listener
	 * @param places asks the leader of its stream
	 * @param clock tells when something was noticed
	 * @param observing whether the server may be asked at all
	 */
	PassedOverWatch(ListenerEndpoint endpoint, StreamPlaces places, InstantSource clock, boolean observing) {
		this.endpoint = endpoint;
		this.search = new PassedOverSearch(places);
		this.clock = clock;
		// A replay has a consumer of its own that is there once
		this.blind = endpoint.replaying() || !observing;
	}

	/**
	 * Take note of a delivery. May be called by any thread.
	 */
	void delivered(NatsJetStreamMetaData delivery) {
		if (!this.blind) {
			this.height.delivered(delivery);
		}
	}

	/**
	 * Something was disrupted. May be called by any thread.
	 */
	void disrupted() {
		this.height.disrupted();
	}

	/**
	 * What keeps events from the listener now.
	 * @return the reason, or {@code null} when nothing does
	 */
	@Nullable String problem() {
		Told last = this.told;
		return (last != null && Duration.between(last.at(), this.clock.instant()).compareTo(LASTING) < 0)
				? last.reason() + " (noticed at " + last.at() + ")" : null;
	}

	/**
	 * Settle what is suspected, as far as the server tells.
	 * @param consumer what it said about the consumer just now
	 * @throws IOException when it does not answer; it is asked again the next time
	 * @throws JetStreamApiException when it refuses; the same
	 */
	synchronized void look(ConsumerProgress consumer) throws IOException, JetStreamApiException {
		if (this.created != null && !this.created.equals(consumer.created())) {
			// It begins with what is there
			this.height.forget();
		}
		this.created = consumer.created();
		try {
			for (Suspicion suspicion : this.height.suspicions()) {
				if (settle(suspicion, consumer)) {
					return;
				}
			}
		}
		catch (RequestDeniedException ex) {
			this.blind = true;
			this.height.forget();
			sayBlind();
		}
	}

	/**
	 * Settle one suspicion.
	 * @return whether earlier ones are settled by it
	 */
	private boolean settle(Suspicion suspicion, ConsumerProgress consumer) throws IOException, JetStreamApiException {
		switch (this.search.judge(suspicion)) {
			case KEPT -> this.height.kept(suspicion);
			case UNKNOWN -> this.height.lost(suspicion);
			case WENT_BACK -> {
				if (suspicion.firstAfter() == 0 && !isProvedForLong(suspicion)) {
					return true;
				}
				PassedOver passed = this.search.find(suspicion, consumer);
				this.height.lost(suspicion);
				if (passed != null) {
					tell(passed);
				}
				return true;
			}
			case NOT_THERE_YET -> {
				// Asked again the next time
			}
		}
		return false;
	}

	/**
	 * What the server has delivered may not have come yet.
	 */
	private boolean isProvedForLong(Suspicion suspicion) {
		Instant now = this.clock.instant();
		if (this.proved != suspicion.sequence()) {
			this.proved = suspicion.sequence();
			this.provedAt = now;
		}
		return Duration.between(this.provedAt, now).compareTo(ON_ITS_WAY) >= 0;
	}

	private void tell(PassedOver passed) {
		String reason = passed.describe(this.endpoint);
		String line = "Listener " + this.endpoint.id() + " (durable " + this.endpoint.durable() + "): " + reason;
		if (passed.certain()) {
			this.told = new Told(reason, this.clock.instant());
			logger.error(line);
		}
		else {
			logger.warn(line);
		}
	}

	private void sayBlind() {
		Partition partition = this.endpoint.partition();
		String line = "Nobody can tell whether the consumer of listener " + this.endpoint.id()
				+ " came back further on than stream " + this.endpoint.stream()
				+ " after a disruption, because this application may not ask; grant to publish to '$JS.API.STREAM.MSG.GET."
				+ this.endpoint.stream() + "' and '$JS.API.STREAM.INFO." + this.endpoint.stream() + "'";
		if (partition == null || partition.number() == 0) {
			logger.warn(line);
		}
		else {
			logger.debug(line);
		}
	}

	private record Told(String reason, Instant at) {
	}

}
