package io.natsevents.deadletter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.deadletter.Redrive.State;
import io.natsevents.event.EventCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Has events that were given up handled once more, by the listener that gave them up and
 * by no other.
 * <p>
 * Each is claimed first, so that of several instances one runs it. It is deleted when its
 * handler has succeeded; until then its entry is there, whatever happens in between.
 * Methods that read dead letters throw {@link DeadLettersUnavailableException} when the
 * server cannot be asked. For any number of threads.
 */
public final class Redrives implements SmartLifecycle, AutoCloseable {

	/**
	 * Phase in which redrives run: they stop before the listeners do, which run the
	 * handlers.
	 */
	public static final int PHASE = Integer.MAX_VALUE - 50;

	private static final Log logger = LogFactory.getLog(Redrives.class);

	private static final int REMEMBERED = 100;

	private static final int MOST_UNFINISHED = 100;

	/** How many are looked at before a redrive is begun. */
	private static final int LOOKED_AT = 1000;

	private static final int MOST_NAMED = 5;

	private final RedriveSettings settings;

	private final RedriveTarget target;

	private final InstantSource clock;

	private final RedriveSelections selections;

	private final SingleRedrive single;

	private final RedriveHistory history = new RedriveHistory(REMEMBERED);

	private final RedriveThreads threads = new RedriveThreads();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final RedrivePatience patience = new RedrivePatience(System::nanoTime,
			(limit) -> this.closed.await(limit.toNanos(), TimeUnit.NANOSECONDS));

	private volatile boolean running;

	/**
	 * Create the redrives.
	 * @param connection leads to the server
	 * @param codec reads events
	 * @param target runs events through their listeners
	 * @param settings how to go about it
	 * @param clock tells which claims are over
	 * @param observer is told what comes of it
	 */
	public Redrives(ConnectionSupervisor connection, EventCodec codec, RedriveTarget target, RedriveSettings settings,
			InstantSource clock, DeadLetterObserver observer) {
		this(connection, codec, target, settings, clock, observer, ClaimRetries.DELAYS);
	}

	Redrives(ConnectionSupervisor connection, EventCodec codec, RedriveTarget target, RedriveSettings settings,
			InstantSource clock, DeadLetterObserver observer, ExponentialDelays claimDelays) {
		this.settings = settings;
		this.target = target;
		this.clock = clock;
		DeadLetterStore store = new DeadLetterStore(connection, settings.timeout());
		DeadLetterReader reader = new DeadLetterReader(codec);
		DeadLetterClaims claims = new DeadLetterClaims(store, new ConditionalPublisher(connection, settings.timeout()),
				reader, settings, clock, new ClaimRetries(claimDelays, this::pause));
		this.selections = new RedriveSelections(store, reader);
		this.single = new SingleRedrive(store, claims, target, settings.claimTimeout(), clock, observer);
	}

	private void pause(Duration duration) throws InterruptedException {
		if (this.closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new InterruptedException("The application has been closed");
		}
	}

	/**
	 * Redrive one dead letter, and wait until its handler has ended.
	 * @param id its id
	 * @param options how; the rate does not count
	 * @return what came of it
	 * @throws RedriveRefusedException when the application is not running
	 */
	public RedriveResult redrive(DeadLetterId id, RedriveOptions options) {
		return this.threads.runHere(() -> {
			requireRunning();
			return this.single.run(this.selections.find(id), options, this.patience).result();
		});
	}

	/**
	 * Redrive a selection of dead letters in the background.
	 * @param ids which ones, in this order
	 * @param options how
	 * @return the redrive as it begins
	 * @throws RedriveRefusedException when none of them was given up by a listener of
	 * this application, or the application is not running, or too many redrives wait
	 */
	public Redrive start(Collection<DeadLetterId> ids, RedriveOptions options) {
		Set<DeadLetterId> distinct = new LinkedHashSet<>(ids);
		if (distinct.isEmpty()) {
			throw new IllegalArgumentException("no ids are given");
		}
		return start(distinct.size() + " dead letters", () -> this.selections.of(distinct), options);
	}

	/**
	 * Redrive all dead letters that match, in the background. Those that are parked or
	 * put back later are left out.
	 * @param query which ones; page and limit do not count
	 * @param options how
	 * @return the redrive as it begins
	 * @throws RedriveRefusedException when none of them was given up by a listener of
	 * this application, or the application is not running, or too many redrives wait
	 */
	public Redrive start(DeadLetterQuery query, RedriveOptions options) {
		return start(RedriveSelections.describe(query), () -> this.selections.of(query), options);
	}

	private Redrive start(String description, Supplier<RedriveSelection> selection, RedriveOptions options) {
		requireRunning();
		if (this.history.unfinished() >= MOST_UNFINISHED) {
			throw new RedriveRefusedException(
					MOST_UNFINISHED + " redrives have not ended; cancel some or wait for their ends", true);
		}
		requireOneOfOurs(selection.get());
		String id = UUID.randomUUID().toString();
		RedriveJob job = new RedriveJob(new RedriveProgress(id, description, options, this.clock), selection,
				this.single, options, System::nanoTime);
		this.history.add(id, job);
		this.threads.execute(job);
		// Stopped between the look and the entry into the history
		if (!this.running) {
			stop(job);
		}
		return job.snapshot();
	}

	/**
	 * Anything else would be a redrive that can only skip.
	 */
	private void requireOneOfOurs(RedriveSelection selection) {
		Set<String> others = new LinkedHashSet<>();
		for (int lookedAt = 0; lookedAt < LOOKED_AT; lookedAt++) {
			RedriveCandidate candidate = selection.next();
			if (candidate == null) {
				if (!others.isEmpty()) {
					throw new RedriveRefusedException("None of them can be redriven here: " + String.join("; ", others),
							false);
				}
				return;
			}
			DeadLetterId id = candidate.id();
			if (this.target.hasListener(id.position().stream(), id.durable())) {
				return;
			}
			if (candidate.letter() != null && others.size() < MOST_NAMED) {
				others.add(RedriveRule.otherApplication(candidate.letter()));
			}
		}
	}

	/**
	 * Find a redrive.
	 * @param id its id
	 * @return how it is now, empty when there is none or it is forgotten: the last 100
	 * that have ended are remembered
	 */
	public Optional<Redrive> find(String id) {
		return Optional.ofNullable(this.history.find(id)).map(RedriveJob::snapshot);
	}

	/**
	 * All redrives that wait and run, and the last 100 that have ended.
	 * @return how they are now, in the order in which they were asked for
	 */
	public List<Redrive> all() {
		return this.history.all().stream().map(RedriveJob::snapshot).toList();
	}

	/**
	 * Cancel a redrive: it begins with no more events. The one being handled is handled.
	 * @param id its id
	 * @return how it is now, empty when there is none
	 */
	public Optional<Redrive> cancel(String id) {
		return Optional.ofNullable(this.history.find(id)).map((job) -> {
			job.stop(State.CANCELLED, null);
			return job.snapshot();
		});
	}

	private void requireRunning() {
		if (!this.running) {
			throw new RedriveRefusedException("The application is starting or stopping, so nothing is redriven", true);
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * Begin with no more events, and let the running handlers finish. Not asynchronous:
	 * the listeners and the connection stop when this returns.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.history.all().forEach(Redrives::stop);
		if (!this.threads.awaitIdle(this.settings.shutdownTimeout())) {
			logger.warn("Redrives were stopped after " + this.settings.shutdownTimeout()
					+ " with handlers still running; their dead letters stay claimed for up to "
					+ this.settings.claimTimeout());
			this.threads.interrupt();
		}
	}

	private static void stop(RedriveJob job) {
		job.stop(State.STOPPED, "the application stopped");
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.threads.close();
	}

}
