package io.natsevents.listen;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamInfo;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.stream.ProvisioningSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The listener's durable consumer on the server.
 */
final class DurableConsumer {

	private static final Log logger = LogFactory.getLog(DurableConsumer.class);

	private final ListenerEndpoint endpoint;

	private final ConsumerServer server;

	private final ProvisioningSettings settings;

	private final ConsumerDeclaration declaration;

	private final ConsumerWatch watch;

	private final ConsumerBeginning beginning;

	private final ConsumerRenewals renewals = new ConsumerRenewals();

	private volatile @Nullable ZonedDateTime streamCreated;

	private volatile @Nullable ZonedDateTime created;

	private volatile @Nullable ConsumerProgress progress;

	private volatile boolean declared;

	private volatile boolean streamAwaited;

	DurableConsumer(ListenerEndpoint endpoint, ConnectionSupervisor connection, ProvisioningSettings settings,
			List<ConsumerConfigurationCustomizer> customizers) {
		this.endpoint = endpoint;
		this.server = new ConsumerServer(endpoint, connection);
		this.declaration = new ConsumerDeclaration(endpoint, settings.owner(), this.server::takesNestedFilters,
				customizers);
		this.watch = new ConsumerWatch(endpoint, this.declaration);
		this.beginning = new ConsumerBeginning(endpoint, this.server, this.declaration);
		this.settings = settings;
	}

	/**
	 * See to it that the consumer is there, as this listener needs it, as far as the mode
	 * allows: compare it, create it, or change what can be changed.
	 * @throws MissingStreamException when there is no stream
	 * @throws ListenerConfigurationException when it is there in a way that cannot be
	 * changed
	 * @throws ConsumerVerificationException when it is missing or differs, and may only
	 * be compared
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	void declare() throws IOException, JetStreamApiException {
		if (this.settings.mode() == ProvisioningMode.VERIFY) {
			String problem = verify();
			if (problem != null) {
				throw new ConsumerVerificationException(Map.of(this.endpoint.id(), problem));
			}
		}
		else if (this.settings.mode() != ProvisioningMode.NONE) {
			try {
				adjust(lookOrCreate());
			}
			catch (MissingStreamException ex) {
				this.streamAwaited = true;
				throw ex;
			}
		}
		this.declared = true;
	}

	/**
	 * A customizer at fault is at fault without a server.
	 */
	void requireCustomizable() {
		this.declaration.startingAt(1);
	}

	/**
	 * Compare the consumer with what this listener needs.
	 * @return where it differs, or {@code null} when it will do
	 * @throws MissingStreamException when there is no stream
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	@Nullable String verify() throws IOException, JetStreamApiException {
		ConsumerInfo info = this.server.find();
		if (info == null) {
			return "consumer " + name() + " is missing";
		}
		ConsumerPlan plan = compare(info);
		if (plan.conflicts().isEmpty() && (plan.changes().isEmpty() || this.declaration.isForeign(plan))) {
			this.watch.leaveAlone(plan);
			remember(info);
			return null;
		}
		return "consumer " + name() + " differs: " + plan.describe();
	}

	/**
	 * The listener was there before its stream.
	 */
	void streamWasAwaited() {
		this.streamAwaited = true;
	}

	private void adjust(ConsumerInfo info) throws IOException, JetStreamApiException {
		ConsumerPlan plan = compare(info);
		if (!plan.conflicts().isEmpty()) {
			throw new ListenerConfigurationException(
					this.endpoint.id(), "consumer " + name() + " exists and cannot serve it: "
							+ String.join(", ", plan.conflicts()) + ". Name another durable, or delete the consumer",
					null);
		}
		if (this.settings.mode() == ProvisioningMode.UPDATE && !this.declaration.isForeign(plan)
				&& plan.needsUpdate()) {
			logger.info("Updating consumer " + name() + ": "
					+ (plan.changes().isEmpty() ? "nobody looked after it" : plan.describe()));
			remember(this.server.update(plan.target()));
			return;
		}
		this.watch.leaveAlone(plan);
		remember(info);
	}

	private ConsumerPlan compare(ConsumerInfo info) {
		return this.declaration.compare(info.getConsumerConfiguration());
	}

	/**
	 * Whether the server has had the consumer as this listener needs it.
	 */
	boolean isDeclared() {
		return this.declared;
	}

	/**
	 * See to it that the consumer is there while the application runs: one that could not
	 * be declared yet is declared; one that has vanished is created again where it had
	 * come to, if the mode allows it; one that is there is left alone.
	 * @throws MissingStreamException when there is no stream
	 * @throws MissingConsumerException when there is no consumer, and none is created
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	void heal() throws IOException, JetStreamApiException {
		if (!this.declared) {
			declare();
		}
		else if (this.settings.mode().creates()) {
			remember(lookOrCreate());
		}
		else if (!observe()) {
			throw new MissingConsumerException(this.endpoint.id(), name(), this.settings.mode());
		}
	}

	private ConsumerInfo lookOrCreate() throws IOException, JetStreamApiException {
		ConsumerInfo info = look();
		if (info != null) {
			return info;
		}
		StreamInfo stream = this.server.stream();
		ConsumerProgress known = this.progress;
		info = (known != null) ? createAgain(known, stream) : this.beginning.create(stream, this.streamAwaited);
		this.streamCreated = stream.getCreateTime();
		return info;
	}

	/**
	 * Create the consumer again where it had come to, whatever the listener wanted when
	 * it was new. A stream made anew counts from 1 again, and one that went back uses
	 * sequences again, so what was settled before says nothing.
	 */
	private ConsumerInfo createAgain(ConsumerProgress known, StreamInfo stream)
			throws IOException, JetStreamApiException {
		boolean sameStream = stream.getCreateTime().equals(this.streamCreated)
				&& known.ackFloor() <= stream.getStreamState().getLastSequence();
		// A work queue holds what is not handled, and lets nobody begin elsewhere
		boolean workQueue = stream.getConfiguration().getRetentionPolicy() == RetentionPolicy.WorkQueue;
		long next = (sameStream && !workQueue) ? known.ackFloor() + 1 : 1;
		ConsumerInfo info = this.server.create(this.declaration.startingAt(next));
		this.renewals.createdHere(info.getCreationTime());
		logger.warn("Consumer " + name() + " had vanished and was created again, from sequence " + next);
		return info;
	}

	/**
	 * Ask for the consumer. One that another instance has made anew may be in a stream
	 * that was made anew, too. The stream is asked first: a time that is too old only
	 * repeats events.
	 */
	private @Nullable ConsumerInfo look() throws IOException, JetStreamApiException {
		ConsumerInfo info = this.server.find();
		boolean mayCreate = this.settings.mode().creates();
		if (mayCreate && info != null && !info.getCreationTime().equals(this.created)) {
			this.streamCreated = this.server.stream().getCreateTime();
			info = this.server.find();
		}
		return info;
	}

	/**
	 * Whether the server may be asked about consumer and stream.
	 */
	boolean isObservable() {
		return this.settings.mode() != ProvisioningMode.NONE;
	}

	/**
	 * Asks about the events that wait for it.
	 * @param nanoTime tells the time in nanoseconds, from any origin
	 */
	WaitingQuestions waiting(LongSupplier nanoTime) {
		return new WaitingServer(this.endpoint, this.server, this.settings.mode().creates(), nanoTime);
	}

	/**
	 * Ask the server how far the consumer has come.
	 * @return {@code false} when it is not there; {@code true} also when the mode forbids
	 * to ask
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	boolean observe() throws IOException, JetStreamApiException {
		if (!isObservable()) {
			return true;
		}
		ConsumerInfo info = look();
		if (info != null) {
			remember(info);
		}
		return info != null;
	}

	/**
	 * Ask the server for the consumer, without waiting for the answer.
	 */
	CompletableFuture<ConsumerInfo> ask() {
		return this.server.ask().thenApply((info) -> {
			if (!info.hasError()) {
				// Before it delivers anything
				this.renewals.notice(info.getCreationTime());
			}
			return info;
		});
	}

	/**
	 * Say more about a refused pull request than the server does.
	 * @param reason what the server said, or {@code null} when it said nothing
	 * @return the reason, and who is to create the consumer if it is that
	 */
	@Nullable String explain(@Nullable String reason) {
		return (this.settings.mode() != ProvisioningMode.NONE) ? reason : reason + "; if consumer " + name()
				+ " does not exist, somebody else must create it: provisioning.consumer-mode is none";
	}

	/**
	 * How far the consumer has come.
	 * @return what the server said last, or {@code null} before it was asked
	 */
	@Nullable ConsumerProgress progress() {
		return this.progress;
	}

	/**
	 * Tells what others have made of the consumer.
	 */
	ConsumerWatch watch() {
		return this.watch;
	}

	/**
	 * How often others have made the consumer anew.
	 */
	int madeAnew() {
		return this.renewals.count();
	}

	private void remember(ConsumerInfo info) {
		this.watch.observe(info.getConsumerConfiguration());
		this.created = info.getCreationTime();
		this.renewals.notice(info.getCreationTime());
		this.progress = ConsumerProgress.of(info, this.progress);
	}

	private String name() {
		return this.endpoint.stream() + "/" + this.endpoint.durable();
	}

}
