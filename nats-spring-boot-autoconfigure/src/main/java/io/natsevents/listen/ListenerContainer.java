package io.natsevents.listen;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import io.nats.client.support.Validator;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.StartupFailurePolicy;
import io.natsevents.listen.ListenerState.Phase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Starts, pauses and stops one listener.
 */
final class ListenerContainer implements ListenerHandle {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final ListenerEndpoint endpoint;

	private final ListenerContainerDependencies dependencies;

	private final DurableConsumer consumer;

	private final RetentionWatch retention;

	private final ListenerStatus status;

	private final DeliverySelection selection;

	private volatile @Nullable ListenerRun run;

	private boolean paused;

	ListenerContainer(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies) {
		this(endpoint, dependencies, DeliverySelection.ALL);
	}

	ListenerContainer(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies,
			DeliverySelection selection) {
		this.endpoint = endpoint;
		this.dependencies = dependencies;
		this.consumer = new DurableConsumer(endpoint, dependencies.connection(), dependencies.provisioning(),
				dependencies.consumerCustomizers());
		this.retention = new RetentionWatch(endpoint, dependencies.observer(), dependencies.clock());
		this.status = new ListenerStatus(endpoint.id(), dependencies.clock());
		this.selection = selection;
	}

	ListenerEndpoint endpoint() {
		return this.endpoint;
	}

	ListenerContainerDependencies dependencies() {
		return this.dependencies;
	}

	@Override
	public String id() {
		return this.endpoint.id();
	}

	@Override
	public String stream() {
		return this.endpoint.stream();
	}

	@Override
	public String durable() {
		return this.endpoint.durable();
	}

	@Override
	public ListenerState state() {
		ListenerState state = this.status.get();
		ListenerRun running = this.run;
		Throwable outage = (running != null) ? running.outage() : null;
		if (state.phase() != Phase.PULLING && state.phase() != Phase.BUSY) {
			return state;
		}
		if (outage != null) {
			return new ListenerState(Phase.PROBING, "handlers fail: " + outage, state.since());
		}
		ConsumerDrift drift = this.consumer.drift();
		String problem = this.retention.problem();
		if (problem != null && drift.missed().isEmpty()) {
			return new ListenerState(Phase.MISSING_EVENTS, problem, state.since());
		}
		if (drift.isDifferent()) {
			return new ListenerState(drift.missed().isEmpty() ? state.phase() : Phase.MISSING_EVENTS, drift.toString(),
					state.since());
		}
		return state;
	}

	@Override
	public int inFlight() {
		ListenerRun running = this.run;
		return (running != null) ? running.inFlight() : 0;
	}

	@Override
	public ListenerBacklog backlog() {
		return this.retention.backlog();
	}

	/**
	 * Compare the durable consumer with what this listener needs.
	 */
	@Nullable String verifyConsumer() throws IOException, JetStreamApiException {
		return this.consumer.verify();
	}

	@Override
	public synchronized void start() {
		if (this.run != null) {
			return;
		}
		requireLegalNames();
		this.consumer.requireCustomizable();
		this.status.become(Phase.STARTING);
		if (this.dependencies.serverReady().getAsBoolean()) {
			declareConsumer();
		}
		else {
			awaitServer();
		}
		ListenerRun starting = new ListenerRun(this.endpoint, this.dependencies, this.consumer, this.retention,
				this.selection, this.status, this::fail);
		if (this.paused) {
			starting.pause();
		}
		this.run = starting;
		starting.start();
		logger.info("Listener " + this.endpoint.id() + " handles " + this.endpoint.filterSubjects() + " of stream "
				+ this.endpoint.stream() + " as durable " + this.endpoint.durable());
	}

	private void requireLegalNames() {
		try {
			Validator.validateStreamName(this.endpoint.stream(), true);
			Validator.validateDurable(this.endpoint.durable(), true);
		}
		catch (IllegalArgumentException ex) {
			this.status.become(Phase.FAILED, ex.getMessage());
			throw new ListenerConfigurationException(this.endpoint.id(), "stream '" + this.endpoint.stream()
					+ "' or durable '" + this.endpoint.durable() + "' is no legal name: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Asking now would only delay the start; the pull loop asks as soon as it can.
	 */
	private void awaitServer() {
		if (this.dependencies.connection().isConnected()) {
			this.status.become(Phase.WAITING_FOR_STREAM, "the streams of this application are not in place yet");
		}
		else {
			this.status.become(Phase.WAITING_FOR_CONNECTION, this.dependencies.connection().describeOutage());
		}
	}

	/**
	 * A consumer that cannot be declared for now is no reason not to start: the pull loop
	 * keeps trying, and health says so.
	 */
	private void declareConsumer() {
		try {
			this.consumer.declare();
		}
		catch (MissingStreamException ex) {
			if (this.endpoint.settings().missingStream() == MissingStream.FAIL) {
				this.status.become(Phase.FAILED, ex.getMessage());
				throw ex;
			}
			this.status.become(Phase.WAITING_FOR_STREAM, ex.getMessage());
		}
		catch (ConnectionUnavailableException ex) {
			this.status.become(Phase.WAITING_FOR_CONNECTION, ex.getMessage());
		}
		catch (IOException | IllegalStateException ex) {
			this.status.become(Phase.RECOVERING, ex.getMessage());
		}
		catch (ListenerConfigurationException | ConsumerVerificationException ex) {
			refused(ex);
		}
		catch (JetStreamApiException ex) {
			if (ex.getErrorCode() < 500) {
				refused(new ListenerConfigurationException(this.endpoint.id(), "the server refuses its consumer "
						+ this.endpoint.durable() + " on stream " + this.endpoint.stream() + ": " + ex.getMessage(),
						ex));
			}
			else {
				this.status.become(Phase.RECOVERING, ex.getMessage());
			}
		}
	}

	/**
	 * An application that is to start even without a server is not kept from it by what
	 * the server says.
	 */
	private void refused(RuntimeException refusal) {
		if (this.dependencies.connection().startupFailurePolicy() == StartupFailurePolicy.CONTINUE) {
			this.status.become(Phase.RECOVERING, refusal.getMessage());
			return;
		}
		this.status.become(Phase.FAILED, refusal.getMessage());
		throw refusal;
	}

	@Override
	public synchronized void pause() {
		this.paused = true;
		ListenerRun running = this.run;
		if (running != null) {
			running.pause();
		}
	}

	@Override
	public synchronized void resume() {
		this.paused = false;
		ListenerRun running = this.run;
		if (running != null) {
			running.resume();
		}
	}

	@Override
	public synchronized void stop() {
		ListenerRun running = this.run;
		if (running != null) {
			running.stop();
			this.run = null;
			this.status.become(Phase.STOPPED);
		}
	}

	/**
	 * Stop it for a failure after which it must not go on.
	 */
	void fail(Throwable failure) {
		ListenerRun running = this.run;
		if (running != null) {
			fail(running, failure);
		}
	}

	private void fail(ListenerRun failed, Throwable failure) {
		// A handler that outlives its run says nothing about the next one
		if (this.run != failed || this.status.get().phase() == Phase.FAILED) {
			return;
		}
		this.status.become(Phase.FAILED, failure.toString());
		logger.error("Listener " + this.endpoint.id() + " is stopped by an error it must not go on after", failure);
		failed.abandon();
		// Not on this thread: it belongs to a worker, and stopping waits for workers
		Thread stopper = new Thread(this::stop, "jetstream-stop-" + this.endpoint.id());
		stopper.setDaemon(true);
		stopper.start();
	}

}
