package io.natsevents.listen;

import java.time.Duration;

import io.natsevents.connection.ReportedErrors;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.FailedDelivery;
import io.natsevents.deadletter.ParkingException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Parks deliveries: first the dead letter is confirmed, then the original is
 * acknowledged.
 */
final class DeliveryParking {

	private static final Log logger = LogFactory.getLog(Settler.class);

	private static final String NOT_PARKED = "cannot be parked";

	private final ReportedErrors reported = new ReportedErrors(System::nanoTime);

	private final String listenerId;

	private final String durable;

	private final DeadLetterParking parking;

	private final FailureHistory history;

	private final DeliveryReplies replies;

	private final ListenerObserver observer;

	DeliveryParking(ListenerEndpoint endpoint, DeadLetterParking parking, FailureHistory history,
			DeliveryReplies replies, ListenerObserver observer) {
		this.listenerId = endpoint.id();
		this.durable = endpoint.durable();
		this.parking = parking;
		this.history = history;
		this.replies = replies;
		this.observer = observer;
	}

	/**
	 * After how long a delivery that could not be parked is tried again.
	 */
	Duration againAfter() {
		return this.parking.againAfter();
	}

	/**
	 * Describe a delivery that is given up, and take note of its failure.
	 */
	FailedDelivery failed(Delivery delivery, @Nullable String eventId, DeadLetterReason reason,
			@Nullable Throwable failure) {
		FailureHistory.Failure known = this.history.failed(delivery.position(), failure);
		return new FailedDelivery(delivery.message(), delivery.position(), this.durable, eventId, reason,
				delivery.deliveryCount(), known.first(), known.last(), known.cause());
	}

	/**
	 * Park a delivery.
	 * @return what came of it; what did not work was logged
	 */
	Outcome park(Delivery delivery, FailedDelivery failed) {
		try {
			this.parking.park(failed);
		}
		catch (ParkingException ex) {
			logRefusal(ex);
			return Outcome.REFUSED;
		}
		boolean acknowledged = this.replies.acknowledge(delivery, true);
		this.history.forget(delivery.position());
		if (!acknowledged) {
			// It is a dead letter already, so another delivery must not run again
			this.history.givenUp(delivery.position(), new FailureHistory.GivenUp(failed.reason(), failed.eventId()));
		}
		logger.warn(
				"Listener " + this.listenerId + " parked " + LoggedEvent.of(failed.eventId()) + " at " + delivery + ": "
						+ failed.reason(),
				(failed.reason() == DeadLetterReason.HANDLER_FAILED) ? failed.failure() : null);
		this.observer.parked(this.listenerId, failed.reason());
		return acknowledged ? Outcome.PARKED_AND_ACKNOWLEDGED : Outcome.PARKED;
	}

	/**
	 * Every event that cannot be parked comes again every few seconds, and there may be
	 * thousands; health tells for how long it goes on.
	 */
	private void logRefusal(ParkingException refusal) {
		this.reported.warn(logger, NOT_PARKED, "Listener " + this.listenerId + ": " + refusal.getMessage()
				+ "; it stays and is tried again every " + againAfter().toSeconds() + " s");
	}

	/**
	 * What can come of parking.
	 */
	enum Outcome {

		/** It stays. */
		REFUSED,

		/** It is parked; the original may be delivered again. */
		PARKED,

		/** It is parked, and certainly not delivered again. */
		PARKED_AND_ACKNOWLEDGED

	}

}
