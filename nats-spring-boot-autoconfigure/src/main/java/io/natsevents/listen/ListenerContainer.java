package io.natsevents.listen;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionUnavailableException;
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

	private final ListenerStatus status;

	private volatile @Nullable ListenerRun run;

	private boolean paused;

	ListenerContainer(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies) {
		this.endpoint = endpoint;
		this.dependencies = dependencies;
		this.consumer = new DurableConsumer(endpoint, dependencies.connection(), dependencies.application(),
				dependencies.consumerCustomizers());
		this.status = new ListenerStatus(endpoint.id(), dependencies.clock());
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
		boolean working = state.phase() == Phase.PULLING || state.phase() == Phase.BUSY;
		return (outage != null && working) ? new ListenerState(Phase.PROBING, "handlers fail: " + outage, state.since())
				: state;
	}

	@Override
	public int inFlight() {
		ListenerRun running = this.run;
		return (running != null) ? running.inFlight() : 0;
	}

	/**
	 * How far the durable consumer has come.
	 */
	@Nullable ConsumerProgress progress() {
		return this.consumer.progress();
	}

	@Override
	public synchronized void start() {
		if (this.run != null) {
			return;
		}
		this.status.become(Phase.STARTING);
		declareConsumer();
		ListenerRun starting = new ListenerRun(this.endpoint, this.dependencies, this.consumer, this.status,
				this::fail);
		if (this.paused) {
			starting.pause();
		}
		this.run = starting;
		starting.start();
		logger.info("Listener " + this.endpoint.id() + " handles " + this.endpoint.filterSubjects() + " of stream "
				+ this.endpoint.stream() + " as durable " + this.endpoint.durable());
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
		catch (IOException | ConnectionUnavailableException | IllegalStateException ex) {
			this.status.become(Phase.RECOVERING, ex.getMessage());
		}
		catch (ListenerConfigurationException ex) {
			this.status.become(Phase.FAILED, ex.getMessage());
			throw ex;
		}
		catch (IllegalArgumentException ex) {
			this.status.become(Phase.FAILED, ex.getMessage());
			throw new ListenerConfigurationException(this.endpoint.id(), "stream '" + this.endpoint.stream()
					+ "' or durable '" + this.endpoint.durable() + "' is no legal name: " + ex.getMessage(), ex);
		}
		catch (JetStreamApiException ex) {
			if (ex.getErrorCode() < 500) {
				this.status.become(Phase.FAILED, ex.getMessage());
				throw new ListenerConfigurationException(this.endpoint.id(), "the server refuses its consumer "
						+ this.endpoint.durable() + " on stream " + this.endpoint.stream() + ": " + ex.getMessage(),
						ex);
			}
			this.status.become(Phase.RECOVERING, ex.getMessage());
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

	private void fail(Throwable failure) {
		ListenerRun running = this.run;
		if (running == null || this.status.get().phase() == Phase.FAILED) {
			return;
		}
		this.status.become(Phase.FAILED, failure.toString());
		logger.error("Listener " + this.endpoint.id() + " is stopped by an error it must not go on after", failure);
		running.abandon();
		// Not on this thread: it belongs to a worker, and stopping waits for workers
		Thread stopper = new Thread(this::stop, "jetstream-stop-" + this.endpoint.id());
		stopper.setDaemon(true);
		stopper.start();
	}

}
