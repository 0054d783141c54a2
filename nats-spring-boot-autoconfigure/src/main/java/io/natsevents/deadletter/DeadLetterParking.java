package io.natsevents.deadletter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.RequestDeniedException;
import io.natsevents.publish.PublishReply;
import org.jspecify.annotations.Nullable;

/**
 * Parks events that are given up.
 * <p>
 * A dead letter is published to a subject of its own, on the condition that there is
 * nothing yet: however often it is tried, and by however many instances, there is one.
 */
public final class DeadLetterParking {

	/** Something is stored under the subject already (tried on 2.15.1 and 2.10.27). */
	private static final int WRONG_LAST_SEQUENCE = 10071;

	/** The stream is full and discards what is new. */
	private static final int MAXIMUM_BYTES_EXCEEDED = 10077;

	private static final Duration REFUSAL_LASTS = Duration.ofMinutes(1);

	private final ConnectionSupervisor connection;

	private final String application;

	private final Duration timeout;

	private final InstantSource clock;

	private volatile @Nullable Refusal refusal;

	/**
	 * Create the parking.
	 * @param connection leads to the server
	 * @param application name of this application
	 * @param timeout how long to wait for the server's confirmation
	 * @param clock tells when a refusal is so old that it is over
	 */
	public DeadLetterParking(ConnectionSupervisor connection, String application, Duration timeout,
			InstantSource clock) {
		this.connection = connection;
		this.application = application;
		this.timeout = timeout;
		this.clock = clock;
	}

	/**
	 * Park a delivery. It is certainly parked when this returns normally; the original
	 * may be settled only then.
	 * @param delivery what is given up
	 * @throws ParkingException when it could not be parked; the original must stay
	 */
	public void park(FailedDelivery delivery) throws ParkingException {
		Connection current;
		DeadLetterMessage message;
		PublishReply reply;
		try {
			current = this.connection.current();
			message = DeadLetterMessage.of(delivery, this.application, current.getMaxPayload());
			reply = publish(current, message);
		}
		catch (ConnectionUnavailableException | IllegalStateException | IllegalArgumentException ex) {
			throw new ParkingException(delivery, ex.getMessage(), ex);
		}
		if (reply.kind() == PublishReply.Kind.STORED || reply.errorCode() == WRONG_LAST_SEQUENCE) {
			this.refusal = null;
			return;
		}
		String error = (reply.error() != null) ? reply.error() : reply.kind().name();
		if (reply.errorCode() == MAXIMUM_BYTES_EXCEEDED) {
			refused("the stream of dead letters is full: " + error);
		}
		else if (reply.kind() == PublishReply.Kind.NO_RESPONDERS) {
			refused("no stream takes dead letters, or it has no leader: " + error);
		}
		else if (reply.kind() == PublishReply.Kind.UNANSWERED && RequestDeniedException
			.insteadOf(new IOException(error), current, message.subject()) instanceof RequestDeniedException denied) {
			refused("this application may not park them: " + denied.getMessage());
		}
		throw new ParkingException(delivery, error, null);
	}

	/**
	 * Why dead letters are being refused.
	 * @return the reason, or {@code null} when the last one was parked, or none was
	 * refused in the last minute: what is refused comes again every few seconds, until
	 * this instance or another has parked it
	 */
	public @Nullable String refusal() {
		Refusal latest = this.refusal;
		return (latest != null && latest.at().plus(REFUSAL_LASTS).isAfter(this.clock.instant())) ? latest.reason()
				: null;
	}

	private void refused(String reason) {
		this.refusal = new Refusal(reason, this.clock.instant());
	}

	private PublishReply publish(Connection current, DeadLetterMessage message) {
		try {
			return PublishReply
				.of(current.requestWithTimeout(message.subject(), message.headers(), message.body(), this.timeout)
					.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS), null);
		}
		catch (ExecutionException ex) {
			return PublishReply.of(null, ex.getCause());
		}
		catch (TimeoutException | CancellationException ex) {
			return PublishReply.of(null, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return PublishReply.of(null, ex);
		}
	}

	private record Refusal(String reason, Instant at) {
	}

}
