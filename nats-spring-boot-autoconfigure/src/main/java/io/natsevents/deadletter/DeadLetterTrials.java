package io.natsevents.deadletter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.nats.client.impl.Headers;
import io.nats.client.support.JsonValueUtils;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.ReportedErrors;
import io.natsevents.publish.PublishReply;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Records the lone runs of events whose deliveries never came back.
 * <p>
 * A record is made before an event runs alone and removed when the run has ended, however
 * it ended. One that is still there tells whoever gets the event next that a lone run
 * began and never ended: the process died, and nothing else was running in it.
 */
public final class DeadLetterTrials {

	/**
	 * How many lone runs an event gets unless configured otherwise.
	 */
	public static final int DEFAULT_LONE_RUNS = 2;

	private static final Log logger = LogFactory.getLog(DeadLetterTrials.class);

	private static final String SUBJECT_PREFIX = "trial.";

	private static final String APPLICATION = "Trial-Application";

	private static final String BEGAN_AT = "Trial-Began-At";

	private static final byte[] NO_BODY = {};

	private static final int TRIES = 3;

	private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

	/** Who asks again sooner is told the same. */
	private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

	private static final int UNSURE_LIMIT = 1000;

	private final ReportedErrors reported = new ReportedErrors(System::nanoTime);

	private final ConditionalPublisher publisher;

	private final StreamRequests requests;

	private final String application;

	private final int loneRuns;

	private final InstantSource clock;

	private final LatestRefusal refusal;

	/**
	 * Subjects under which there may be a record of this instance that stands for no lone
	 * run: it was made without this having heard so, or the run has ended and it could
	 * not be removed.
	 */
	private final Set<String> unsure = Collections
		.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
				return size() > UNSURE_LIMIT;
			}

		}));

	/**
	 * Create the trials.
	 * @param connection leads to the server
	 * @param application name of this application
	 * @param timeout how long to wait for each of the server's answers
	 * @param loneRuns how many lone runs an event gets before it is given up
	 * @param clock tells when a run began, and when a refusal is so old that it is over
	 */
	DeadLetterTrials(ConnectionSupervisor connection, String application, Duration timeout, int loneRuns,
			InstantSource clock) {
		if (loneRuns < 1) {
			throw new IllegalArgumentException("lone-runs must be 1 or more but is " + loneRuns);
		}
		this.publisher = new ConditionalPublisher(connection, timeout);
		this.requests = new StreamRequests(connection, timeout);
		this.application = application;
		this.loneRuns = loneRuns;
		this.clock = clock;
		this.refusal = new LatestRefusal(clock);
	}

	/**
	 * How many lone runs an event gets before it is given up.
	 * @return the number, 1 or more
	 */
	public int loneRuns() {
		return this.loneRuns;
	}

	/**
	 * Find out at once whether there is any use in asking for a record, before anybody
	 * waits for the event.
	 * @param event the event
	 * @throws TrialException when there is no connection, or a record was refused a
	 * moment ago
	 */
	public void requirePossible(DeadLetterId event) throws TrialException {
		if (!this.publisher.isConnected()) {
			throw new TrialException(event, "there is no connection", null);
		}
		String reason = this.refusal.reasonWithin(REFUSED_FOR);
		if (reason != null) {
			throw new TrialException(event, reason, null);
		}
	}

	/**
	 * Record that an event is about to run alone. It is certainly recorded when this
	 * returns a number.
	 * @param event the event
	 * @return the number of this lone run, 1 for the first; empty when it has had all of
	 * them and none has ended
	 * @throws TrialException when it could not be recorded; the event must not run
	 */
	public OptionalInt begin(DeadLetterId event) throws TrialException {
		for (int run = 1; run <= this.loneRuns; run++) {
			if (record(event, run)) {
				this.refusal.accepted();
				return OptionalInt.of(run);
			}
		}
		this.refusal.accepted();
		return OptionalInt.empty();
	}

	/**
	 * Make a record.
	 * @return {@code false} when there is one
	 */
	private boolean record(DeadLetterId event, int run) throws TrialException {
		String subject = subject(event, Integer.toString(run));
		for (int tries = 1;; tries++) {
			PublishReply reply = publish(event, subject);
			TrialStep step = TrialStep.after(reply);
			switch (step) {
				case BEGUN -> {
					this.unsure.remove(subject);
					return true;
				}
				case BEGAN_BEFORE -> {
					if (!this.unsure.contains(subject)) {
						return false;
					}
					// Not earlier: the server may remove what there is before it stores
					// what it was sent before
					removeDoubtful(event, subject);
				}
				case UNKNOWN -> {
					this.unsure.add(subject);
					throw refused(event, explain(reply), null);
				}
				case AGAIN -> {
					if (tries == TRIES || !pause()) {
						throw refused(event, explain(reply), null);
					}
				}
				case REFUSED -> throw refused(event, explain(reply), null);
			}
		}
	}

	/**
	 * Remove a record of this instance that stands for no lone run.
	 */
	private void removeDoubtful(DeadLetterId event, String subject) throws TrialException {
		try {
			purge(subject);
			this.unsure.remove(subject);
		}
		catch (DeadLettersUnavailableException ex) {
			throw refused(event, ex.getMessage(), ex);
		}
	}

	private PublishReply publish(DeadLetterId event, String subject) throws TrialException {
		try {
			Headers headers = new Headers().put(APPLICATION, DeadLetterMessage.printable(this.application))
				.put(BEGAN_AT, this.clock.instant().toString());
			return this.publisher.publish(subject, headers, NO_BODY, 0);
		}
		catch (ConnectionUnavailableException | IllegalStateException ex) {
			throw new TrialException(event, ex.getMessage(), ex);
		}
	}

	private static boolean pause() {
		LockSupport.parkNanos(PAUSE_NANOS);
		return !Thread.currentThread().isInterrupted();
	}

	private TrialException refused(DeadLetterId event, @Nullable String reason, @Nullable Throwable cause) {
		this.refusal.refused((reason != null) ? reason : "records of lone runs are refused");
		return new TrialException(event, reason, cause);
	}

	private static String explain(PublishReply reply) {
		return ConditionalPublisher.explain(reply, "a record of a lone run", "records of lone runs");
	}

	/**
	 * Remove all records of an event: a lone run of it has ended. When they cannot be
	 * removed they expire after a day; the one of this run must be removed before this
	 * instance begins another, or it would be taken for a run that never ended.
	 * @param event the event
	 * @param run the number of the lone run
	 */
	public void end(DeadLetterId event, int run) {
		if (!remove(event)) {
			this.unsure.add(subject(event, Integer.toString(run)));
		}
	}

	/**
	 * Remove all records of an event: it is parked. When they cannot be removed they
	 * expire after a day.
	 * @param event the event
	 */
	public void end(DeadLetterId event) {
		remove(event);
	}

	/**
	 * Remove all records of an event.
	 * @return {@code false} when they may still be there
	 */
	private boolean remove(DeadLetterId event) {
		String subjects = subject(event, "*");
		try {
			purge(subjects);
			return true;
		}
		catch (DeadLettersUnavailableException ex) {
			this.reported.warn(logger, "purge",
					"The records of the lone runs of the event at " + event.position() + " (" + subjects
							+ ") cannot be removed, so they count until they expire, after a day: " + ex.getMessage());
			return false;
		}
	}

	private void purge(String subjects) {
		this.requests.demand("STREAM.PURGE." + TrialStream.NAME, JsonValueUtils.mapBuilder().put("filter", subjects));
	}

	private static String subject(DeadLetterId event, String run) {
		return SUBJECT_PREFIX + event + "." + run;
	}

	/**
	 * Why records are being refused.
	 * @return the reason, or {@code null} when the last one was made, or none was refused
	 * in the last minute
	 */
	@Nullable String refusal() {
		return this.refusal.reason();
	}

}
