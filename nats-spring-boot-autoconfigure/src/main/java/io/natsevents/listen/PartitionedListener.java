package io.natsevents.listen;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.nats.client.JetStreamApiException;
import io.natsevents.listen.ListenerState.Phase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A listener that handles events in the order of the whole fleet: a container for each
 * partition of its stream, of which the server has one event out at a time. They share
 * the handlers.
 */
final class PartitionedListener implements RegisteredListener {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final ListenerEndpoint endpoint;

	private final ListenerContainerDependencies dependencies;

	private final PartitionCount count;

	private final PartitionsWatch watch;

	private final SharedWork shared;

	private final ListenerStatus status;

	private final Object view = new Object();

	private volatile List<ListenerContainer> containers = List.of();

	private volatile boolean working;

	private boolean started;

	private boolean paused;

	private @Nullable PartitionsAwait waiting;

	PartitionedListener(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies) {
		this.endpoint = endpoint;
		this.dependencies = dependencies;
		this.count = new PartitionCount(endpoint, dependencies);
		this.watch = new PartitionsWatch(endpoint.id(), this.count, dependencies.clock());
		this.shared = new SharedWork(endpoint, dependencies);
		this.status = new ListenerStatus(endpoint.id(), dependencies.clock());
	}

	@Override
	public ListenerEndpoint endpoint() {
		return this.endpoint;
	}

	@Override
	public ListenerContainerDependencies dependencies() {
		return this.dependencies;
	}

	/**
	 * Before the number of partitions is known all that could be one count.
	 */
	@Override
	public boolean uses(String durable) {
		int number = Partition.numberOf(this.endpoint.durable(), durable);
		List<ListenerContainer> present = this.containers;
		return number >= 0 && (present.isEmpty() || number < present.size());
	}

	@Override
	public boolean answersFor(String durable) {
		return this.endpoint.durable().equals(durable) || Partition.isOneOf(this.endpoint.durable(), durable);
	}

	@Override
	public ListenerState state() {
		ListenerState own = this.status.get();
		if (!this.working || own.phase() == Phase.FAILED) {
			return own;
		}
		ListenerState together = PartitionsView.state(partitions());
		ListenerState problem = this.watch.problem();
		return (problem != null && together.phase().isExpected()) ? problem : together;
	}

	@Override
	public List<ListenerState> partitions() {
		return this.containers.stream().map(ListenerContainer::state).toList();
	}

	@Override
	public int inFlight() {
		return this.containers.stream().mapToInt(ListenerContainer::inFlight).sum();
	}

	@Override
	public ListenerBacklog backlog() {
		return PartitionsView.backlog(this.containers.stream().map(ListenerContainer::backlog).toList());
	}

	@Override
	public synchronized @Nullable String verifyConsumers() throws IOException, JetStreamApiException {
		divide(this.count.require());
		List<String> problems = new ArrayList<>();
		for (ListenerContainer container : this.containers) {
			String problem = container.verifyConsumers();
			if (problem != null) {
				problems.add(problem);
			}
		}
		return problems.isEmpty() ? null : String.join("; ", problems);
	}

	/**
	 * Make a container for each partition, unless there are as many already.
	 */
	private void divide(int partitions) {
		if (this.containers.size() != partitions) {
			this.containers = IntStream.range(0, partitions)
				.mapToObj((number) -> container(new Partition(number, partitions, this.endpoint.durable())))
				.toList();
		}
	}

	private ListenerContainer container(Partition partition) {
		ContainerGroup group = new PartitionGroup(partition, this.shared, this::refresh, this::stopFor);
		return new ListenerContainer(this.endpoint.of(partition), this.dependencies.handledOn(this.shared.handlers()),
				group);
	}

	@Override
	public synchronized void start() {
		if (this.started) {
			return;
		}
		container(new Partition(0, 1, this.endpoint.durable())).requirePossible();
		this.status.become(Phase.STARTING);
		this.started = true;
		try {
			if (new StartAttempt(this.endpoint, this.dependencies, this.status)
				.run(() -> divide(this.count.require()))) {
				work(true);
			}
			else {
				awaitPartitions();
			}
		}
		catch (RuntimeException ex) {
			// The other partitions must not listen either
			this.status.become(Phase.FAILED, ex.getMessage());
			stop();
			throw ex;
		}
	}

	private void awaitPartitions() {
		PartitionsAwait await = new PartitionsAwait(this, this.count, this.status, this::startDivided);
		this.waiting = await;
		await.start();
	}

	private synchronized void startDivided(int partitions) {
		if (this.started) {
			divide(partitions);
			work(false);
		}
	}

	/**
	 * Start the containers.
	 * @param prepared whether the server answers. Once it does not the others are not
	 * prepared either: to wait for each in vain would keep the application from starting
	 */
	private void work(boolean prepared) {
		List<ListenerContainer> present = this.containers;
		boolean answers = prepared;
		this.watch.forget();
		this.shared.begin(present.size(), this.watch);
		for (ListenerContainer container : present) {
			if (this.paused) {
				container.pause();
			}
			else {
				container.resume();
			}
			if (this.count.isStreamAwaited()) {
				container.streamWasAwaited();
			}
			if (answers) {
				answers = container.startPrepared();
			}
			else {
				container.startUnprepared();
			}
		}
		this.working = true;
		refresh();
		logger.info("Listener " + this.endpoint.id() + " handles " + this.endpoint.subjects() + " of stream "
				+ this.endpoint.stream() + " in " + present.size() + " partitions as durables "
				+ this.endpoint.durable() + "-p<number>");
	}

	/**
	 * Say so when the state has become another. Each of many partitions would be too
	 * much.
	 */
	private boolean refresh() {
		synchronized (this.view) {
			if (this.working) {
				ListenerState state = PartitionsView
					.state(this.containers.stream().map(ListenerContainer::pulling).toList());
				this.status.become(state.phase(), state.reason());
			}
		}
		return true;
	}

	@Override
	public synchronized void pause() {
		this.paused = true;
		this.containers.forEach(ListenerContainer::pause);
	}

	@Override
	public synchronized void resume() {
		this.paused = false;
		this.containers.forEach(ListenerContainer::resume);
	}

	@Override
	public void stop() {
		PartitionsAwait await;
		synchronized (this) {
			await = this.waiting;
			this.waiting = null;
		}
		if (await != null) {
			// Not while it is kept from saying that it knows the number
			await.stop();
		}
		stopPartitions();
	}

	private synchronized void stopPartitions() {
		if (!this.started) {
			return;
		}
		this.started = false;
		synchronized (this.view) {
			this.working = false;
		}
		SideBySide.run(this.containers, ListenerContainer::stop,
				(container) -> "jetstream-stop-" + container.durable());
		this.shared.end();
		this.status.become(Phase.STOPPED);
	}

	@Override
	public void fail(Throwable failure) {
		logger.error("Listener " + this.endpoint.id() + " is stopped by an error it must not go on after", failure);
		stopFor(failure);
	}

	/**
	 * Not on this thread: it may belong to a worker, and stopping waits for workers.
	 */
	private void stopFor(Throwable failure) {
		this.status.become(Phase.FAILED, failure.toString());
		this.containers.forEach(ListenerContainer::abandon);
		Thread stopper = new Thread(this::stop, "jetstream-stop-" + this.endpoint.id());
		stopper.setDaemon(true);
		stopper.start();
	}

}
