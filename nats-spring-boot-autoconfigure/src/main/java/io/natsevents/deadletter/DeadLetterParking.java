package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.nats.client.Connection;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.PermissionViolation;
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
		this.refusal = new Refusal(explain(reply) + error, this.clock.instant());
		throw new ParkingException(delivery, error, null);
	}

	private static String explain(PublishReply reply) {
		if (reply.errorCode() == MAXIMUM_BYTES_EXCEEDED) {
			return "the stream of dead letters is full: ";
		}
		return switch (reply.kind()) {
			case NO_RESPONDERS -> "no stream takes dead letters, or it has no leader: ";
			case UNANSWERED -> "the server did not confirm a dead letter: ";
			default -> "the server refuses dead letters: ";
		};
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

	private PublishReply publish(Connection current, DeadLetterMessage message) {
		CompletableFuture<PublishReply> answer = new CompletableFuture<>();
		// The server answers a message that is forbidden in no other way
		ConnectionObserver violations = new ConnectionObserver() {

			@Override
			public void serverReportedError(String error) {
				PermissionViolation violation = PermissionViolation.in(error);
				if (violation != null && violation.subject().equals(message.subject())) {
					answer.complete(new PublishReply(PublishReply.Kind.REFUSED, null, 0, error));
				}
			}

		};
		this.connection.addObserver(violations);
		try {
			current.requestWithTimeout(message.subject(), message.headers(), message.body(), this.timeout)
				.whenComplete((reply, failure) -> answer.complete(PublishReply.of(reply, failure)));
			return answer.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			return PublishReply.of(null, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return PublishReply.of(null, ex);
		}
		finally {
			this.connection.removeObserver(violations);
		}
	}

	private record Refusal(String reason, Instant at) {
	}

}
