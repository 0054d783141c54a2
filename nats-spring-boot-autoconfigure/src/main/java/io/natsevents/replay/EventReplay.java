package io.natsevents.replay;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.Redrives;
import io.natsevents.deadletter.SharedRecords;
import io.natsevents.event.EventCodec;
import io.natsevents.listen.ListenerReplays;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Gives a listener of this application a range of its stream once more, by a consumer of
 * its own: what the listener does otherwise has no part in it.
 * <p>
 * Where a replay stands is kept on the server, so that it goes on when the application is
 * started again, or on another instance. For any number of threads.
 */
public final class EventReplay implements SmartLifecycle {

	/**
	 * Phase in which replays run: they stop before the listeners do.
	 */
	public static final int PHASE = Redrives.PHASE;

	private static final Log logger = LogFactory.getLog(EventReplay.class);

	private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

	private final ReplaySettings settings;

	private final ReplayHistory history = new ReplayHistory();

	private final ReplayStart starts;

	private final ReplayTakeOver takeOver;

	private volatile boolean running;

	/**
	 * Create the replays.
	 * @param connection leads to the server
	 * @param listeners the listeners of this application
	 * @param codec reads events
	 * @param settings how replays are run
	 * @param clock tells when a replay was begun, and when it may end
	 * @param observer is told how they go
	 */
	public EventReplay(ConnectionSupervisor connection, ListenerReplays listeners, EventCodec codec,
			ReplaySettings settings, InstantSource clock, ReplayObserver observer) {
		this.settings = settings;
		ReplayContext context = new ReplayContext(new ReplayServer(connection, settings.timeout()),
				new SharedRecords(connection, settings.timeout()), codec, settings, clock, observer);
		this.starts = new ReplayStart(listeners, context);
		this.takeOver = new ReplayTakeOver(listeners, context, this.history, this::run);
	}

	/**
	 * Begin a replay. It runs in the background, in this instance.
	 * @param request which events, into which listener
	 * @return the replay
	 * @throws ReplayRefusedException when it is not begun
	 */
	public Replay start(ReplayRequest request) {
		if (!this.running) {
			throw new ReplayRefusedException("The application is starting or stopping, so nothing is replayed", true,
					null);
		}
		this.history.requireRoom();
		Replay replay = this.starts.begin(request);
		if (replay instanceof RunningReplay begun) {
			run(begun);
		}
		else {
			this.history.add(replay);
		}
		return replay;
	}

	private void run(RunningReplay replay) {
		this.history.add(replay);
		logger.info(replay + " begins");
		Thread thread = new Thread(replay, "jetstream-replay-" + replay.id());
		thread.setDaemon(true);
		thread.start();
		// Stopped between the look and the entry into the history
		if (!this.running) {
			replay.end(ReplayState.STOPPED, "the application stopped");
		}
	}

	/**
	 * Find a replay.
	 * @param id its id
	 * @return the replay, of this instance or another; empty when there is none or it is
	 * forgotten: each instance remembers the last 100 it has ended
	 */
	public Optional<Replay> find(String id) {
		Replay here = this.history.find(id);
		return (here != null) ? Optional.of(here)
				: elsewhere().stream().filter((replay) -> replay.id().equals(id)).findFirst();
	}

	/**
	 * All replays that run, here and elsewhere, into listeners this application has, and
	 * the last 100 that have ended here.
	 * @return the replays, those of this instance first
	 */
	public List<Replay> all() {
		List<Replay> all = new ArrayList<>(this.history.all());
		all.addAll(elsewhere());
		return all;
	}

	/**
	 * The replays this instance runs.
	 * @return the replays, in the order in which they were begun here
	 */
	public List<Replay> running() {
		return List.copyOf(this.history.unfinished());
	}

	private List<Replay> elsewhere() {
		return this.running ? this.takeOver.elsewhere() : List.of();
	}

	/**
	 * Cancel a replay, wherever it runs.
	 * @param id its id
	 * @return the replay, empty when there is none
	 */
	public Optional<Replay> cancel(String id) {
		Optional<Replay> replay = find(id);
		replay.ifPresent(Replay::cancel);
		return replay;
	}

	@Override
	public void start() {
		this.running = true;
		this.takeOver.start();
	}

	/**
	 * Stop all replays of this instance, and let go of them, so that another instance, or
	 * the next start, goes on with them. Not asynchronous: the listeners and the
	 * connection stop when this returns.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.takeOver.stop();
		List<RunningReplay> unfinished = this.history.unfinished();
		unfinished.forEach((replay) -> replay.end(ReplayState.STOPPED, "the application stopped"));
		try {
			for (RunningReplay replay : unfinished) {
				// Its listener limits how long handlers may take
				if (!replay.await(replay.shutdownTimeout().plus(STOP_LIMIT))) {
					logger.warn(replay + " has not stopped in time; another instance goes on with it after "
							+ this.settings.takeOverAfter());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
