package io.natsevents.deadletter;

import java.time.Duration;
import java.time.InstantSource;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.publish.PublishReply;
import org.jspecify.annotations.Nullable;

/**
 * Parks events that are given up.
 * <p>
 * A dead letter is published to a subject of its own, on the condition that there is
 * nothing yet: however often it is tried, and by however many instances, there is one.
 */
public final class DeadLetterParking {

	/** The stream is full and discards what is new. */
	private static final int MAXIMUM_BYTES_EXCEEDED = 10077;

	private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

	private final ConditionalPublisher publisher;

	private final String application;

	private final Duration againAfter;

	private final boolean stackTraces;

	private final DeadLetterTrials trials;

	private final LatestRefusal refusal;

	private final @Nullable Replayed replayed;

	/**
	 * Create the parking, with two lone runs and without stack traces in dead letters.
	 * @param connection leads to the server
	 * @param application name of this application
	 * @param timeout how long to wait for the server's confirmation
	 * @param clock tells when a refusal is so old that it is over
	 */
	public DeadLetterParking(ConnectionSupervisor connection, String application, Duration timeout,
			InstantSource clock) {
		this(connection, application, timeout, false, DeadLetterTrials.DEFAULT_LONE_RUNS, clock);
	}

	/**
	 * Create the parking.
	 * @param connection leads to the server
	 * @param application name of this application
	 * @param timeout how long to wait for the server's confirmation
	 * @param stackTraces whether dead letters have the stack trace of their exception
	 * @param loneRuns how many lone runs an event gets before it is given up, 1 or more
	 * @param clock tells when a refusal is so old that it is over
	 * @throws IllegalArgumentException when there is to be less than one lone run
	 */
	public DeadLetterParking(ConnectionSupervisor connection, String application, Duration timeout, boolean stackTraces,
			int loneRuns, InstantSource clock) {
		this(connection, application, timeout, AGAIN_AFTER, stackTraces, loneRuns, clock);
	}

	/**
	 * Create the parking.
	 * @param connection leads to the server
	 * @param application name of this application
	 * @param timeout how long to wait for the server's confirmation
	 * @param againAfter after how long what was refused is tried again
	 * @param stackTraces whether dead letters have the stack trace of their exception
	 * @param loneRuns how many lone runs an event gets before it is given up, 1 or more
	 * @param clock tells when a refusal is so old that it is over
	 * @throws IllegalArgumentException when there is to be less than one lone run, or
	 * what was refused is to be tried again at once
	 */
	public DeadLetterParking(ConnectionSupervisor connection, String application, Duration timeout, Duration againAfter,
			boolean stackTraces, int loneRuns, InstantSource clock) {
		if (againAfter.isNegative() || againAfter.isZero()) {
			throw new IllegalArgumentException("again-after must be more than 0 but is " + againAfter);
		}
		this.publisher = new ConditionalPublisher(connection, timeout);
		this.application = application;
		this.againAfter = againAfter;
		this.stackTraces = stackTraces;
		this.trials = new DeadLetterTrials(connection, application, timeout, loneRuns, clock);
		this.refusal = new LatestRefusal(clock);
		this.replayed = null;
	}

	private DeadLetterParking(DeadLetterParking parking, Replayed replayed) {
		this.publisher = parking.publisher;
		this.application = parking.application;
		this.againAfter = parking.againAfter;
		this.stackTraces = parking.stackTraces;
		this.trials = parking.trials;
		this.refusal = parking.refusal;
		this.replayed = replayed;
	}

	/**
	 * Park what fails in a replay as if the listener had given it up otherwise, so that
	 * it can be redriven, with a mark that says so.
	 * @param durable durable consumer of the listener
	 * @param replay id of the replay
	 * @return parks with that mark
	 */
	public DeadLetterParking ofReplay(String durable, String replay) {
		return new DeadLetterParking(this, new Replayed(durable, replay));
	}

	/**
	 * After how long what was refused is tried again, be it a dead letter or a record of
	 * a lone run.
	 */
	public Duration againAfter() {
		return this.againAfter;
	}

	/**
	 * What must be recorded before an event runs alone.
	 * @return the records, on the same server
	 */
	public DeadLetterTrials trials() {
		return this.trials;
	}

	/**
	 * Park a delivery. It is certainly parked when this returns normally; the original
	 * may be settled only then.
	 * @param delivery what is given up
	 * @throws ParkingException when it could not be parked; the original must stay
	 */
	public void park(FailedDelivery delivery) throws ParkingException {
		PublishReply reply;
		try {
			DeadLetterMessage message = message(delivery);
			// Nothing may be there yet: this is what makes one dead letter of many
			// attempts
			reply = this.publisher.publish(message.subject(), message.headers(), message.body(), 0);
		}
		catch (ConnectionUnavailableException | IllegalStateException | IllegalArgumentException ex) {
			throw new ParkingException(delivery, ex.getMessage(), ex);
		}
		if (reply.kind() == PublishReply.Kind.STORED || ConditionalPublisher.isConflict(reply)) {
			this.refusal.accepted();
			return;
		}
		String error = ConditionalPublisher.error(reply);
		this.refusal
			.refused((reply.errorCode() == MAXIMUM_BYTES_EXCEEDED) ? "the stream of dead letters is full: " + error
					: ConditionalPublisher.explain(reply, "a dead letter", "dead letters"));
		throw new ParkingException(delivery, error, null);
	}

	private DeadLetterMessage message(FailedDelivery delivery) {
		FailedDelivery given = (this.replayed != null) ? delivery.of(this.replayed.durable()) : delivery;
		DeadLetterMessage message = DeadLetterMessage.of(given, this.application, this.stackTraces,
				this.publisher.maxPayload());
		if (this.replayed != null) {
			message.headers().put(DeadLetterHeaders.REPLAY, this.replayed.id());
		}
		return message;
	}

	/**
	 * Why dead letters, or records of lone runs, are being refused.
	 * @return the reason, or {@code null} when the last one was taken, or none was
	 * refused in the last minute: what is refused comes again every few seconds, until
	 * this instance or another has parked it
	 */
	public @Nullable String refusal() {
		String reason = this.refusal.reason();
		return (reason != null) ? reason : this.trials.refusal();
	}

	private record Replayed(String durable, String id) {
	}

}
