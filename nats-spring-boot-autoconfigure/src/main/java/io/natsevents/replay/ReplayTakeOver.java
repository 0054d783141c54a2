package io.natsevents.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.ReportedErrors;
import io.natsevents.deadletter.DeadLettersUnavailableException;
import io.natsevents.listen.ListenerReplays;
import io.natsevents.listen.ReplayableListener;
import io.natsevents.replay.ReplayCounts.Tally;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then for replays that nobody runs, and goes on with them: those of a
 * process that died, or that was stopped.
 */
final class ReplayTakeOver {

	private static final Log logger = LogFactory.getLog(EventReplay.class);

	private final ReportedErrors reported = new ReportedErrors(System::nanoTime);

	private final ListenerReplays listeners;

	private final ReplayContext context;

	private final ReplayHistory history;

	private final Consumer<RunningReplay> takenOver;

	private final LeaseWatch watch;

	private @Nullable Thread thread;

	private volatile CountDownLatch stopped = new CountDownLatch(1);

	/**
	 * Create the take-over.
	 * @param listeners the listeners of this application
	 * @param context what all replays share
	 * @param history knows what this instance runs
	 * @param takenOver runs what is taken over
	 */
	ReplayTakeOver(ListenerReplays listeners, ReplayContext context, ReplayHistory history,
			Consumer<RunningReplay> takenOver) {
		this.listeners = listeners;
		this.context = context;
		this.history = history;
		this.takenOver = takenOver;
		this.watch = new LeaseWatch(context.settings().takeOverAfter().toNanos());
	}

	synchronized void start() {
		CountDownLatch stop = new CountDownLatch(1);
		this.stopped = stop;
		Thread looking = new Thread(() -> lookUntil(stop), "jetstream-replays");
		looking.setDaemon(true);
		this.thread = looking;
		looking.start();
	}

	/**
	 * Take over nothing more.
	 */
	synchronized void stop() {
		this.stopped.countDown();
		Thread looking = this.thread;
		if (looking != null) {
			looking.interrupt();
			try {
				looking.join(this.context.settings().timeout().toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void lookUntil(CountDownLatch stop) {
		try {
			do {
				look();
			}
			while (!stop.await(this.context.settings().lookEvery().toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (InterruptedException ex) {
			logger.debug("No more looks for replays");
		}
	}

	private void look() {
		List<Unattended> found = find();
		this.watch.keep(found.stream().map((each) -> each.replay().id()).toList());
		for (Unattended each : found) {
			try {
				if (this.history.isOver(each.replay().id())) {
					// The server was away when it ended
					this.context.remove(each.replay().stream(), each.listener().durable(each.replay().id()),
							each.replay().id());
					continue;
				}
				ReplayLease.Found lease = ReplayLease.find(this.context.records(), each.replay().id());
				if (this.watch.isFree(each.replay().id(), lease, System.nanoTime())) {
					takeOver(each, lease);
				}
			}
			catch (IOException | JetStreamApiException | RuntimeException ex) {
				this.reported.warn(logger, each.replay().id(),
						each.replay() + " cannot be gone on with for now: " + ex.getMessage());
			}
		}
	}

	/**
	 * Find replays into listeners of this application that this instance does not run.
	 */
	private List<Unattended> find() {
		List<Unattended> found = new ArrayList<>();
		List<ReplayableListener> all = this.listeners.all();
		all.stream().map((listener) -> listener.description().stream()).distinct().forEach((stream) -> {
			try {
				for (ConsumerInfo consumer : this.context.server().list(stream)) {
					StoredReplay replay = StoredReplay.of(stream, consumer.getConsumerConfiguration().getMetadata());
					if (replay != null && !this.history.concerns(replay.id())) {
						all.stream()
							.filter((listener) -> listener.description().id().equals(replay.listener())
									&& consumer.getName().equals(listener.durable(replay.id())))
							.forEach((listener) -> found.add(new Unattended(replay, listener)));
					}
				}
			}
			catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
				logger.debug("The server does not tell the replays of stream " + stream, ex);
			}
		});
		return found;
	}

	private void takeOver(Unattended unattended, ReplayLease.Found found) throws IOException, JetStreamApiException {
		StoredReplay replay = unattended.replay();
		ReplayableListener listener = unattended.listener();
		ReplayLease lease = ReplayLease.take(this.context.records(), replay.id(), found);
		if (lease == null) {
			return;
		}
		ConsumerInfo consumer = this.context.server().find(replay.stream(), listener.durable(replay.id()));
		if (consumer == null) {
			// It has ended in this moment
			ReplayLease.remove(this.context.records(), replay.id());
			return;
		}
		consumer = adjust(replay, listener, consumer);
		long left = this.context.server().countLeft(replay.stream(), consumer, replay.range().last());
		long total = (found.total() > 0) ? found.total() : left + found.tally().done();
		lease.total(total);
		Tally before = found.tally().corrected(total, left);
		this.takenOver.accept(new RunningReplay(replay, listener, this.context, lease, total, before));
	}

	/**
	 * The listener may have other settings than when the replay was begun.
	 */
	private ConsumerInfo adjust(StoredReplay replay, ReplayableListener listener, ConsumerInfo consumer)
			throws IOException, JetStreamApiException {
		ConsumerConfiguration is = consumer.getConsumerConfiguration();
		ConsumerConfiguration wanted = listener.consumer(replay.id(), replay.types(), replay.range().first(),
				replay.metadata());
		boolean same = wanted.getAckWait().equals(is.getAckWait()) && wanted.getMaxAckPending() == is.getMaxAckPending()
				&& List.copyOf(wanted.getFilterSubjects()).equals(is.getFilterSubjects());
		return same ? consumer : this.context.server().update(replay.stream(), wanted);
	}

	/**
	 * The replays that other instances run, or soon will.
	 * @return as far as the server tells
	 */
	List<Replay> elsewhere() {
		List<Replay> all = new ArrayList<>();
		for (Unattended each : find()) {
			if (this.history.isOver(each.replay().id())) {
				continue;
			}
			try {
				all.add(new ElsewhereReplay(each.replay(), each.listener().durable(each.replay().id()),
						ReplayLease.find(this.context.records(), each.replay().id()), this.context));
			}
			catch (DeadLettersUnavailableException ex) {
				logger.debug(each.replay() + " cannot be looked at", ex);
			}
		}
		return all;
	}

	/**
	 * A replay this instance does not run.
	 *
	 * @param replay the replay
	 * @param listener is to be given its events
	 */
	private record Unattended(StoredReplay replay, ReplayableListener listener) {
	}

}
