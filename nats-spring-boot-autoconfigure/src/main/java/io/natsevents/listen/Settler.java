package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.natsevents.connection.ReportedErrors;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.FailedDelivery;
import io.natsevents.deadletter.ParkingException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server what has become of deliveries. Each is settled once, whoever comes
 * first.
 */
final class Settler implements DeliverySettler {

	private static final Log logger = LogFactory.getLog(Settler.class);

	private static final Duration CONFIRMATION_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration PARK_AGAIN_AFTER = Duration.ofSeconds(5);

	private static final String NOT_PARKED = "cannot be parked";

	private final ReportedErrors reported = new ReportedErrors(System::nanoTime);

	private final String listenerId;

	private final String durable;

	private final boolean confirmAcks;

	private final DeadLetterParking parking;

	private final FailureHistory history;

	private final InFlightWindow window;

	private final ListenerObserver observer;

	Settler(ListenerEndpoint endpoint, DeadLetterParking parking, FailureHistory history, InFlightWindow window,
			ListenerObserver observer) {
		this.listenerId = endpoint.id();
		this.durable = endpoint.durable();
		this.confirmAcks = endpoint.settings().confirmAcks();
		this.parking = parking;
		this.history = history;
		this.window = window;
		this.observer = observer;
	}

	@Override
	public void acknowledge(Delivery delivery) {
		settle(delivery, () -> {
			acknowledge(delivery, this.confirmAcks);
			forgetFailures(delivery);
			this.observer.acknowledged(this.listenerId);
		});
	}

	/**
	 * Acknowledge an event that is not meant for the listener, without counting it.
	 */
	void skip(Delivery delivery) {
		settle(delivery, () -> acknowledge(delivery, false));
	}

	@Override
	public void retry(Delivery delivery, Duration delay, @Nullable Throwable failure) {
		settle(delivery, () -> {
			this.history.failed(delivery.position(), failure);
			deliverAgain(delivery, delay);
			this.observer.retried(this.listenerId);
		});
	}

	/**
	 * Give back what was not handled and did not fail.
	 */
	void giveBack(Delivery delivery) {
		giveBack(delivery, Duration.ZERO);
	}

	/**
	 * Give back what was being handled when an error struck after which the listener must
	 * not go on. Its lone run, if it was one, counts as one that never ended: it may be
	 * the event that takes all memory.
	 */
	void giveBackAfterFatal(Delivery delivery) {
		LoneRun run = delivery.loneRun();
		if (run != null) {
			run.fail();
		}
		giveBack(delivery);
	}

	void giveBack(Delivery delivery, Duration delay) {
		settle(delivery, () -> {
			this.history.givenBack(delivery.position());
			deliverAgain(delivery, delay);
		});
	}

	/**
	 * Park a delivery: first the dead letter is confirmed, then the original is
	 * acknowledged. When it cannot be parked it stays and comes again.
	 */
	@Override
	public void park(Delivery delivery, @Nullable String eventId, DeadLetterReason reason,
			@Nullable Throwable failure) {
		settle(delivery, () -> parkOrGiveBack(delivery, eventId, reason, failure));
	}

	/**
	 * Park a delivery, as {@link #park} does.
	 * @return {@code true} when it is parked and certainly not delivered again
	 */
	boolean parkForCertain(Delivery delivery, @Nullable String eventId, DeadLetterReason reason) {
		AtomicBoolean certain = new AtomicBoolean();
		settle(delivery, () -> certain.set(parkOrGiveBack(delivery, eventId, reason, null)));
		return certain.get();
	}

	/**
	 * Settle a delivery unless somebody has. Whatever comes of it, it leaves the window:
	 * a place lost there is lost for good.
	 */
	private void settle(Delivery delivery, Runnable settlement) {
		if (delivery.settle()) {
			try {
				LoneRun run = delivery.loneRun();
				if (run != null) {
					run.end();
				}
				settlement.run();
			}
			finally {
				this.window.leave();
			}
		}
	}

	private boolean parkOrGiveBack(Delivery delivery, @Nullable String eventId, DeadLetterReason reason,
			@Nullable Throwable failure) {
		FailureHistory.Failure known = this.history.failed(delivery.position(), failure);
		FailedDelivery failed = new FailedDelivery(delivery.message(), delivery.position(), this.durable, eventId,
				reason, delivery.deliveryCount(), known.first(), known.last(), known.cause());
		try {
			this.parking.park(failed);
		}
		catch (ParkingException ex) {
			logRefusal(ex);
			this.history.givenUp(delivery.position(), new FailureHistory.GivenUp(reason, eventId));
			deliverAgain(delivery, PARK_AGAIN_AFTER);
			return false;
		}
		boolean acknowledged = acknowledge(delivery, true);
		this.history.forget(delivery.position());
		logger.warn("Listener " + this.listenerId + " parked " + LoggedEvent.of(eventId) + " at " + delivery + ": "
				+ reason, (reason == DeadLetterReason.HANDLER_FAILED) ? known.cause() : null);
		this.observer.parked(this.listenerId, reason);
		return acknowledged;
	}

	/**
	 * Every event that cannot be parked comes again every few seconds, and there may be
	 * thousands; health tells for how long it goes on.
	 */
	private void logRefusal(ParkingException refusal) {
		String line = "Listener " + this.listenerId + ": " + refusal.getMessage()
				+ "; it stays and is tried again every " + PARK_AGAIN_AFTER.toSeconds() + " s";
		if (this.reported.isNews(NOT_PARKED)) {
			logger.warn(line + ". More of these are logged at debug level for a minute");
		}
		else {
			logger.debug(line);
		}
	}

	private void deliverAgain(Delivery delivery, Duration delay) {
		try {
			if (delay.isZero()) {
				delivery.message().nak();
			}
			else {
				delivery.message().nakWithDelay(delay);
			}
		}
		catch (IllegalStateException ex) {
			// Its connection is gone for good
			logger.warn("Listener " + this.listenerId + ": " + delivery
					+ " could not be given back; it is delivered again after ack-wait: " + ex.getMessage());
		}
	}

	/**
	 * Acknowledge a delivery.
	 * @return {@code false} when it may come again
	 */
	private boolean acknowledge(Delivery delivery, boolean confirmed) {
		try {
			if (confirmed) {
				delivery.message().ackSync(CONFIRMATION_TIMEOUT);
			}
			else {
				delivery.message().ack();
			}
			return true;
		}
		catch (TimeoutException | IllegalStateException ex) {
			logger.warn("Listener " + this.listenerId + ": the acknowledgement of " + delivery
					+ " was not confirmed; the event may be delivered again");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

	private void forgetFailures(Delivery delivery) {
		if (delivery.deliveryCount() > 1) {
			this.history.forget(delivery.position());
		}
	}

}
