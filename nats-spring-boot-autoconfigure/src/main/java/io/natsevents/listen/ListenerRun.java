package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A listener from one start to the next stop: the thread that pulls, the workers that
 * handle, and what looks after claims.
 */
final class ListenerRun {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private static final Duration OBSERVE_EVERY = Duration.ofSeconds(2);

	private static final Duration PARK_LIMIT = Duration.ofSeconds(5);

	private static final Duration PULL_STOP_LIMIT = Duration.ofSeconds(5);

	private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

	private final ListenerEndpoint endpoint;

	private final ConnectionSupervisor connection;

	private final ListenerThreads threads;

	private final DurableConsumer consumer;

	private final ConsumerObservation observation;

	private final Runnable observing;

	private final InFlightWindow window;

	private final Settler settler;

	private final ClaimKeeper claims;

	private final ContainerGroup group;

	private final OutageProbe probe;

	private final LoneRunGate loneRuns;

	private final DeliveryProcessor processor;

	private final DeliveryWorkers workers;

	private final PullLoop pullLoop;

	private final Thread puller;

	private final PeriodicTasks tasks;

	ListenerRun(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies, ContainerGroup group,
			DurableConsumer consumer, RetentionWatch retention, ListenerStatus status,
			BiConsumer<ListenerRun, Throwable> fatal) {
		ListenerSettings settings = endpoint.settings();
		Consumer<Throwable> failed = (failure) -> fatal.accept(this, failure);
		this.endpoint = endpoint;
		this.group = group;
		this.probe = group.probe();
		this.connection = dependencies.connection();
		this.threads = dependencies.threads();
		this.consumer = consumer;
		this.tasks = new PeriodicTasks(endpoint.id());
		this.window = new InFlightWindow(settings.maxInFlight(), settings.concurrency(), settings.ackWait());
		FailureHistory history = new FailureHistory(dependencies.clock());
		int batchSize = endpoint.handler().isBatch() ? (settings.maxInFlight() + 1) / 2 : 1;
		CatchUp catchUp;
		EventKeeping keeping;
		if (endpoint.keepsEvents()) {
			SettledEvents settled = new SettledEvents(4 * settings.maxInFlight(), consumer::madeAnew);
			KeyedWorkers keyed = new KeyedWorkers(endpoint, LaneKeys.of(endpoint, dependencies.codec()), settled,
					this.window, dependencies.handlers(), this.threads.claims(), this.threads.starters(), batchSize,
					this::processInOrder);
			this.workers = keyed;
			keeping = keyed;
			boolean inOrder = settings.ordering() != Ordering.NONE && consumer.isObservable();
			catchUp = new CatchUp(endpoint, inOrder ? keyed : null, consumer::ask, System::nanoTime);
		}
		else {
			catchUp = new CatchUp(endpoint, null, consumer::ask, System::nanoTime);
			this.workers = new HandlerWorkers(settings.concurrency(), dependencies.handlers(), batchSize,
					this::process);
			keeping = EventKeeping.NONE;
		}
		this.settler = new Settler(endpoint, dependencies.parking(), history, this.window, dependencies.observer(),
				consumer.watch()::maxDeliver, this.threads.observation(), keeping);
		this.claims = new ClaimKeeper(endpoint, this.settler);
		this.loneRuns = new LoneRunGate(dependencies.turns(), dependencies.parking().trials(), this.threads.claims(),
				settings.ackWait());
		this.processor = new DeliveryProcessor(endpoint, dependencies.codec(), this.settler, history, this.claims,
				this.probe, this.window, dependencies.observer(), this.loneRuns, failed);
		DeliverySelection selection = group.selection();
		DeliveryIntake intake = new DeliveryIntake(endpoint, selection.wanted(), this.window, this.settler, keeping,
				this.workers);
		this.pullLoop = new PullLoop(endpoint, this.connection, consumer,
				new PullRoom(this.window, selection.pace(), catchUp), (message) -> {
					retention.delivered(message.metaData());
					intake.receive(message);
				}, intake::refuse, this::observeSoon, () -> Math.max(this.workers.allBusyNanos(), group.busyNanos()),
				status);
		this.observation = new ConsumerObservation(endpoint, this.connection, consumer, dependencies.streams(),
				retention, this.pullLoop.signals());
		this.observing = this.observation::observe;
		this.puller = new Thread(() -> pull(failed), "jetstream-" + endpoint.id() + group.suffix());
	}

	private void process(List<Delivery> deliveries) {
		this.processor.process(deliveries);
	}

	private void processInOrder(List<Delivery> deliveries) {
		this.processor.processInOrder(deliveries);
	}

	private void pull(Consumer<Throwable> failed) {
		try {
			this.pullLoop.run();
		}
		catch (RuntimeException | Error ex) {
			// Silence would look like a listener with nothing to do
			failed.accept(ex);
		}
	}

	void start() {
		this.puller.start();
		this.tasks.begin(this.threads.claims(), () -> this.claims.keep(this.workers), this.claims.interval());
		if (this.claims.byHand()) {
			this.tasks.begin(this.threads.observation(), this.claims::retryOverdue, this.claims.interval());
		}
		if (this.group.sharesHandlers()) {
			this.tasks.begin(this.threads.claims(), this::giveBackWaiting, this.claims.interval());
		}
		ObservationTurns turns = this.group.observationTurns();
		if (turns != null) {
			turns.join(this.observing);
		}
		else {
			this.tasks.begin(this.threads.observation(), this.observing, OBSERVE_EVERY);
		}
	}

	/**
	 * Leave to another instance what handlers of this one cannot begin soon.
	 */
	private void giveBackWaiting() {
		long longest = this.endpoint.settings().ackWait().toNanos() / 2;
		this.workers.withdraw((delivery) -> delivery.handlingNanos() > longest && !this.settler.isLast(delivery))
			.forEach(this.settler::giveBack);
	}

	private void observeSoon() {
		ObservationTurns turns = this.group.observationTurns();
		if (turns != null) {
			turns.soon(this.observing);
		}
		else {
			this.observation.observeSoon(this.threads.observation());
		}
	}

	void pause() {
		this.pullLoop.signals().pause();
	}

	void resume() {
		this.pullLoop.signals().resume();
	}

	int inFlight() {
		return this.window.held();
	}

	@Nullable Throwable outage() {
		return this.probe.outage();
	}

	/**
	 * Begin nothing more, without waiting for anything.
	 */
	void abandon() {
		this.pullLoop.signals().stop();
		List<Delivery> notStarted = this.workers.stop((delivery) -> false);
		this.loneRuns.stop();
		notStarted.forEach(this.settler::giveBack);
	}

	/**
	 * Stop, in this order: ask for nothing more; give back what has not been started,
	 * unless the server would not deliver it again; let handlers finish; park what has
	 * not ended and will not be delivered again; give back what waited for those; see to
	 * it that the acknowledgements are out.
	 */
	void stop() {
		long deadline = System.nanoTime() + this.endpoint.settings().shutdownTimeout().toNanos();
		stopPulling();
		// First, so that nothing is kept here any more
		List<Delivery> notStarted = this.workers.stop(this.settler::isLast);
		this.probe.stop();
		this.loneRuns.stop();
		notStarted.forEach(this.settler::giveBack);
		this.group.withdrawn();
		awaitHandlers(deadline);
		giveUpLastDeliveries();
		this.workers.stop((delivery) -> false).forEach(this.settler::giveBack);
		this.loneRuns.endAll();
		this.tasks.end();
		ObservationTurns turns = this.group.observationTurns();
		if (turns != null) {
			turns.leave(this.observing);
		}
		flush();
	}

	private void stopPulling() {
		this.pullLoop.signals().stop();
		if (!this.consumer.isDeclared()) {
			// It has nothing to give back, and may be waiting for a server that does not
			// answer
			this.puller.interrupt();
		}
		try {
			this.puller.join(PULL_STOP_LIMIT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Handlers may still run: what they do now counts as not done.
	 */
	private void giveUpLastDeliveries() {
		Consumer<Delivery> giveUp = (delivery) -> {
			if (this.settler.isLast(delivery)) {
				this.settler.giveBack(delivery);
			}
		};
		this.workers.forEach(giveUp);
		this.claims.forEachUnsettledByHand(giveUp);
		this.settler.lastDeliveries().end(PARK_LIMIT);
	}

	private void awaitHandlers(long deadline) {
		boolean idle = this.workers.awaitIdle(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
		while (this.claims.unsettledByHand() > 0 && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
		if (!idle || this.claims.unsettledByHand() > 0) {
			List<Delivery> unfinished = new ArrayList<>();
			this.workers.forEach(unfinished::add);
			logger.warn("Listener " + this.endpoint.id() + " was stopped after "
					+ this.endpoint.settings().shutdownTimeout() + " (shutdown-timeout) with " + this.window.held()
					+ " event(s) not settled, which are delivered again after ack-wait: " + unfinished);
		}
	}

	private void flush() {
		try {
			if (this.consumer.isDeclared() && this.connection.isConnected()) {
				this.connection.flush(FLUSH_LIMIT);
			}
		}
		catch (TimeoutException | ConnectionUnavailableException | IllegalStateException ex) {
			logger.warn("Listener " + this.endpoint.id()
					+ ": the last acknowledgements may not have reached the server; their events may be delivered again");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
