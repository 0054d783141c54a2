package io.natsevents.listen;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.natsevents.connection.ConnectionSupervisor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The listener's durable consumer on the server.
 */
final class DurableConsumer {

	private static final Log logger = LogFactory.getLog(DurableConsumer.class);

	private static final int CONSUMER_NOT_FOUND = 10014;

	private static final int STREAM_NOT_FOUND = 10059;

	/** Somebody created it in between. */
	private static final int CONSUMER_EXISTS = 10148;

	private final ListenerEndpoint endpoint;

	private final ConnectionSupervisor connection;

	private final String application;

	private final ConsumerCustomization customization;

	private volatile @Nullable ZonedDateTime streamCreated;

	private volatile @Nullable ZonedDateTime created;

	private volatile @Nullable ConsumerProgress progress;

	private volatile boolean declared;

	DurableConsumer(ListenerEndpoint endpoint, ConnectionSupervisor connection, String application,
			List<ConsumerConfigurationCustomizer> customizers) {
		this.customization = new ConsumerCustomization(endpoint, customizers);
		this.endpoint = endpoint;
		this.connection = connection;
		this.application = application;
	}

	/**
	 * See to it that the consumer is there, as this listener needs it: create it, or
	 * change what can be changed.
	 * @throws MissingStreamException when there is no stream
	 * @throws ListenerConfigurationException when it is there in a way that cannot be
	 * changed
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	void declare() throws IOException, JetStreamApiException {
		// First of all, since a customizer at fault is at fault without a server
		ConsumerConfiguration wanted = configuration(DeliverPolicy.All, 0);
		JetStreamManagement management = this.connection.current().jetStreamManagement();
		ConsumerInfo info = lookOrCreate(management);
		ConsumerPlan plan = ConsumerPlan.compare(wanted, info.getConsumerConfiguration())
			.customizedBy(this.customization);
		if (!plan.conflicts().isEmpty()) {
			throw new ListenerConfigurationException(
					this.endpoint.id(), "consumer " + name() + " exists and cannot serve it: "
							+ String.join(", ", plan.conflicts()) + ". Name another durable, or delete the consumer",
					null);
		}
		if (!plan.changes().isEmpty()) {
			logger.info("Updating consumer " + name() + ": " + String.join(", ", plan.changes()));
			info = management.addOrUpdateConsumer(this.endpoint.stream(), plan.target());
		}
		remember(info);
		this.declared = true;
	}

	/**
	 * See to it that the consumer is there while the application runs: one that could not
	 * be declared yet is declared; one that has vanished is created again where it had
	 * come to; one that is there is left alone.
	 * @throws MissingStreamException when there is no stream
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	void heal() throws IOException, JetStreamApiException {
		if (!this.declared) {
			declare();
			return;
		}
		remember(lookOrCreate(this.connection.current().jetStreamManagement()));
	}

	private ConsumerInfo lookOrCreate(JetStreamManagement management) throws IOException, JetStreamApiException {
		ConsumerInfo info = look(management);
		if (info == null) {
			ZonedDateTime streamCreatedNow = streamCreated(management);
			ConsumerProgress known = this.progress;
			// A stream made anew counts from 1 again, so what was settled before says
			// nothing
			boolean sameStream = streamCreatedNow.equals(this.streamCreated);
			long floor = (sameStream && known != null) ? known.ackFloor() : 0;
			this.streamCreated = streamCreatedNow;
			info = create(management, (floor > 0) ? DeliverPolicy.ByStartSequence : DeliverPolicy.All, floor + 1);
			if (known != null) {
				logger.warn("Consumer " + name() + " had vanished and was created again, from sequence " + (floor + 1));
			}
		}
		return info;
	}

	/**
	 * Ask for the consumer. One that another instance has made anew may be in a stream
	 * that was made anew, too. The stream is asked first: a time that is too old only
	 * repeats events.
	 */
	private @Nullable ConsumerInfo look(JetStreamManagement management) throws IOException, JetStreamApiException {
		ConsumerInfo info = info(management);
		if (info != null && !info.getCreationTime().equals(this.created)) {
			this.streamCreated = streamCreated(management);
			info = info(management);
		}
		return info;
	}

	/**
	 * Ask the server how far the consumer has come.
	 * @return {@code false} when it is not there
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	boolean observe() throws IOException, JetStreamApiException {
		ConsumerInfo info = look(this.connection.current().jetStreamManagement());
		if (info != null) {
			remember(info);
		}
		return info != null;
	}

	/**
	 * How far the consumer has come.
	 * @return what the server said last, or {@code null} before it was asked
	 */
	@Nullable ConsumerProgress progress() {
		return this.progress;
	}

	private void remember(ConsumerInfo info) {
		this.created = info.getCreationTime();
		// On 2.10 one that starts late has floor 0 until its first acknowledgement
		long before = info.getConsumerConfiguration().getStartSequence() - 1;
		long floor = Math.max(info.getAckFloor().getStreamSequence(), before);
		this.progress = new ConsumerProgress(floor, info.getNumPending(), info.getNumAckPending());
	}

	private ZonedDateTime streamCreated(JetStreamManagement management) throws IOException, JetStreamApiException {
		try {
			return management.getStreamInfo(this.endpoint.stream()).getCreateTime();
		}
		catch (JetStreamApiException ex) {
			throw missingStreamOr(ex);
		}
	}

	private @Nullable ConsumerInfo info(JetStreamManagement management) throws IOException, JetStreamApiException {
		try {
			return management.getConsumerInfo(this.endpoint.stream(), this.endpoint.durable());
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == CONSUMER_NOT_FOUND) {
				return null;
			}
			throw missingStreamOr(ex);
		}
	}

	private ConsumerInfo create(JetStreamManagement management, DeliverPolicy policy, long startSequence)
			throws IOException, JetStreamApiException {
		try {
			return management.createConsumer(this.endpoint.stream(), configuration(policy, startSequence));
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == CONSUMER_EXISTS) {
				return management.getConsumerInfo(this.endpoint.stream(), this.endpoint.durable());
			}
			throw missingStreamOr(ex);
		}
	}

	private ConsumerConfiguration configuration(DeliverPolicy policy, long startSequence) {
		ConsumerConfiguration.Builder configuration = ConsumerConfiguration.builder()
			.durable(this.endpoint.durable())
			.filterSubjects(this.endpoint.filterSubjects())
			.ackPolicy(AckPolicy.Explicit)
			.ackWait(this.endpoint.settings().ackWait())
			.maxAckPending(this.endpoint.settings().maxAckPending())
			// The cap on deliveries is ours: past the server's own an event would be
			// stranded
			.maxDeliver(-1)
			.metadata(Map.of(UnusedDurables.APPLICATION, this.application))
			.deliverPolicy(policy);
		if (policy == DeliverPolicy.ByStartSequence) {
			configuration.startSequence(startSequence);
		}
		return this.customization.apply(configuration.build());
	}

	private JetStreamApiException missingStreamOr(JetStreamApiException ex) {
		if (ex.getApiErrorCode() == STREAM_NOT_FOUND) {
			throw new MissingStreamException(this.endpoint.id(), this.endpoint.stream());
		}
		return ex;
	}

	private String name() {
		return this.endpoint.stream() + "/" + this.endpoint.durable();
	}

}
