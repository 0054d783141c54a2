package io.natsevents.listen;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import io.nats.client.support.Validator;
import io.natsevents.listen.ListenerState.Phase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Starts, pauses and stops a listener that is served by one durable consumer.
 */
final class ListenerContainer implements RegisteredListener {

	static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final ListenerEndpoint endpoint;

	private final ListenerContainerDependencies dependencies;

	private final ContainerGroup group;

	private final DurableConsumer consumer;

	private final RetentionWatch retention;

	private final ListenerStatus status;

	private volatile @Nullable ListenerRun run;

	private boolean paused;

	/**
	 * Create the container of a listener that has no other.
	 */
	ListenerContainer(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies) {
		this(endpoint, dependencies, ContainerGroup.ALONE);
	}

	/**
	 * Create one of the containers of a listener.
	 */
	ListenerContainer(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies, ContainerGroup group) {
		this.endpoint = endpoint;
		this.dependencies = dependencies;
		this.group = group;
		this.consumer = new DurableConsumer(endpoint, dependencies.connection(), dependencies.provisioning(),
				dependencies.consumerCustomizers());
		this.retention = new RetentionWatch(endpoint, dependencies.observer(), dependencies.clock(),
				this.consumer.waiting(System::nanoTime));
		this.status = new ListenerStatus(endpoint.id(), dependencies.clock(), group::hasChanged);
	}

	@Override
	public ListenerEndpoint endpoint() {
		return this.endpoint;
	}

	@Override
	public ListenerContainerDependencies dependencies() {
		return this.dependencies;
	}

	@Override
	public boolean uses(String durable) {
		return this.endpoint.durable().equals(durable);
	}

	@Override
	public boolean answersFor(String durable) {
		return uses(durable) || Partition.isOneOf(this.endpoint.durable(), durable);
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
		ConsumerDrift drift = this.consumer.watch().drift();
		String problem = this.retention.problem();
		if (problem != null && drift.missed().isEmpty()) {
			return new ListenerState(Phase.MISSING_EVENTS, problem, state.since());
		}
		if (drift.isDifferent()) {
			return new ListenerState(drift.phase(state.phase()), drift.toString(), state.since());
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

	@Override
	public @Nullable String verifyConsumers() throws IOException, JetStreamApiException {
		return this.consumer.verify();
	}

	/**
	 * What its pull loop is doing.
	 */
	ListenerState pulling() {
		return this.status.get();
	}

	@Override
	public void start() {
		startPrepared();
	}

	/**
	 * Start it, if it is not running.
	 * @return whether the server has what it needs; if not its pull loop sees to it
	 */
	synchronized boolean startPrepared() {
		if (this.run != null) {
			return true;
		}
		requirePossible();
		this.status.become(Phase.STARTING);
		boolean prepared = new StartAttempt(this.endpoint, this.dependencies, this.status).run(this.consumer::declare);
		run();
		return prepared;
	}

	/**
	 * Start it without asking the server for anything: its pull loop does that, and goes
	 * on until it has what it needs.
	 */
	synchronized void startUnprepared() {
		if (this.run == null) {
			this.status.become(Phase.STARTING);
			run();
		}
	}

	/**
	 * The listener was there before its stream.
	 */
	void streamWasAwaited() {
		this.consumer.streamWasAwaited();
	}

	/**
	 * What can be said without a server.
	 * @throws ListenerConfigurationException when it can never work
	 */
	void requirePossible() {
		requireLegalNames();
		this.consumer.requireCustomizable();
	}

	private void run() {
		ListenerRun starting = new ListenerRun(this.endpoint, this.dependencies, this.group, this.consumer,
				this.retention, this.status, this::fail);
		if (this.paused) {
			starting.pause();
		}
		this.run = starting;
		starting.start();
		this.group.started(this.endpoint);
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

	@Override
	public void fail(Throwable failure) {
		ListenerRun running = this.run;
		if (running != null) {
			fail(running, failure);
		}
	}

	/**
	 * Begin nothing more, without waiting for anything.
	 */
	void abandon() {
		ListenerRun running = this.run;
		if (running != null) {
			running.abandon();
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
		this.group.failed(failure);
		// Not on this thread: it belongs to a worker, and stopping waits for workers
		Thread stopper = new Thread(this::stop, "jetstream-stop-" + this.endpoint.id());
		stopper.setDaemon(true);
		stopper.start();
	}

}
