package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.FailedDelivery;
import io.natsevents.listen.DeliveryParking.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server what has become of deliveries. Each is settled once, whoever comes
 * first.
 * <p>
 * What is to be handled once more is kept here if it may be, else given back to the
 * server. A delivery after which the server makes no other is never given back, since its
 * event would be stranded: it is parked instead, and held until that has worked.
 */
final class Settler implements DeliverySettler {

	private final String listenerId;

	private final boolean confirmAcks;

	private final FailureHistory history;

	private final InFlightWindow window;

	private final ListenerObserver observer;

	private final LongSupplier maxDeliver;

	private final DeliveryReplies replies;

	private final DeliveryParking parking;

	private final LastDeliveries last;

	private final EventKeeping keeping;

	/**
	 * Create a settler.
	 * @param endpoint the listener
	 * @param parking parks what is given up
	 * @param history remembers failures
	 * @param window is left by what is settled
	 * @param observer is told what becomes of deliveries
	 * @param maxDeliver how often the server delivers an event, 0 or less for ever
	 * @param parker parks what the server does not deliver again; may wait for the server
	 * @param keeping keeps what is to be handled once more
	 */
	Settler(ListenerEndpoint endpoint, DeadLetterParking parking, FailureHistory history, InFlightWindow window,
			ListenerObserver observer, LongSupplier maxDeliver, ScheduledExecutorService parker, EventKeeping keeping) {
		this.listenerId = endpoint.id();
		this.confirmAcks = endpoint.settings().confirmAcks();
		this.history = history;
		this.window = window;
		this.observer = observer;
		this.maxDeliver = maxDeliver;
		this.replies = new DeliveryReplies(endpoint.id());
		this.parking = new DeliveryParking(endpoint, parking, history, this.replies, observer);
		this.last = new LastDeliveries(endpoint.id(), this.parking, window, parker);
		this.keeping = keeping;
	}

	/**
	 * Those that are held until they are parked.
	 */
	LastDeliveries lastDeliveries() {
		return this.last;
	}

	/**
	 * Whether the server will not deliver the event again, whatever it is told.
	 */
	boolean isLast(Delivery delivery) {
		return SettlementPolicy.isLast(delivery.deliveriesByServer(), this.maxDeliver.getAsLong());
	}

	@Override
	public void acknowledge(Delivery delivery) {
		settle(delivery, () -> {
			delivery.acknowledged();
			this.replies.acknowledge(delivery, this.confirmAcks);
			forgetFailures(delivery);
			this.observer.acknowledged(this.listenerId);
			return End.SETTLED;
		});
	}

	/**
	 * Acknowledge an event that is not to be handled, without counting it.
	 */
	void skip(Delivery delivery) {
		settle(delivery, () -> {
			this.replies.acknowledge(delivery, false);
			this.observer.skipped(this.listenerId);
			return End.SETTLED;
		});
	}

	/**
	 * Acknowledge what nobody wants to know of.
	 */
	void passOver(Delivery delivery) {
		settle(delivery, () -> {
			this.replies.acknowledge(delivery, false);
			return End.SETTLED;
		});
	}

	@Override
	public void retry(Delivery delivery, Duration delay, @Nullable Throwable failure) {
		settle(delivery, () -> {
			this.history.failed(delivery.position(), failure);
			if (this.keeping.keep(delivery, delay, true)) {
				this.observer.retried(this.listenerId);
				return End.KEPT;
			}
			if (isLast(delivery)) {
				hold(delivery, failure);
				return End.HELD;
			}
			this.replies.deliverAgain(delivery, delay);
			this.observer.retried(this.listenerId);
			return End.GIVEN_BACK;
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

	/**
	 * After how long a delivery is tried again when the server took neither its dead
	 * letter nor a record of its lone run.
	 */
	Duration againAfterRefusal() {
		return this.parking.againAfter();
	}

	void giveBack(Delivery delivery, Duration delay) {
		settle(delivery, () -> this.keeping.keep(delivery, delay, false) ? End.KEPT : giveToServer(delivery, delay));
	}

	/**
	 * Give back what is not meant for this instance, in any case.
	 */
	void handOver(Delivery delivery, Duration delay) {
		settle(delivery, () -> giveToServer(delivery, delay));
	}

	private End giveToServer(Delivery delivery, Duration delay) {
		if (isLast(delivery)) {
			hold(delivery, null);
			return End.HELD;
		}
		this.history.givenBack(delivery.position());
		this.replies.deliverAgain(delivery, delay);
		return End.GIVEN_BACK;
	}

	/**
	 * Park a delivery. When it cannot be parked it stays and comes again, or is held if
	 * it would not.
	 */
	@Override
	public void park(Delivery delivery, @Nullable String eventId, DeadLetterReason reason,
			@Nullable Throwable failure) {
		settle(delivery, () -> parkOrKeep(delivery, eventId, reason, failure));
	}

	/**
	 * Park a delivery, as {@link #park} does.
	 * @return {@code true} when it is parked and certainly not delivered again
	 */
	boolean parkForCertain(Delivery delivery, @Nullable String eventId, DeadLetterReason reason) {
		AtomicBoolean certain = new AtomicBoolean();
		settle(delivery, () -> {
			FailedDelivery failed = this.parking.failed(delivery, eventId, reason, null);
			Outcome outcome = this.parking.park(delivery, failed);
			certain.set(outcome == Outcome.PARKED_AND_ACKNOWLEDGED);
			return (outcome == Outcome.REFUSED) ? afterRefusal(delivery, failed) : End.SETTLED;
		});
		return certain.get();
	}

	private End parkOrKeep(Delivery delivery, @Nullable String eventId, DeadLetterReason reason,
			@Nullable Throwable failure) {
		FailedDelivery failed = this.parking.failed(delivery, eventId, reason, failure);
		return (this.parking.park(delivery, failed) == Outcome.REFUSED) ? afterRefusal(delivery, failed) : End.SETTLED;
	}

	private End afterRefusal(Delivery delivery, FailedDelivery failed) {
		this.history.givenUp(delivery.position(), new FailureHistory.GivenUp(failed.reason(), failed.eventId()));
		if (this.keeping.keep(delivery, this.parking.againAfter(), true)) {
			return End.KEPT;
		}
		if (isLast(delivery)) {
			this.last.hold(delivery, failed);
			return End.HELD;
		}
		this.replies.deliverAgain(delivery, this.parking.againAfter());
		return End.GIVEN_BACK;
	}

	/**
	 * Who gives back may be in a hurry, so parking is left to another thread.
	 */
	private void hold(Delivery delivery, @Nullable Throwable failure) {
		Throwable cause = (failure != null) ? failure
				: new LastDeliveryException(delivery, this.maxDeliver.getAsLong());
		this.last.hold(delivery, this.parking.failed(delivery, ReadFailure.eventId(delivery.message(), cause),
				DeadLetterReason.HANDLER_FAILED, cause));
	}

	/**
	 * Settle a delivery unless somebody has. Whatever goes wrong, it leaves the window: a
	 * place lost there is lost for good.
	 */
	private void settle(Delivery delivery, Supplier<End> settlement) {
		if (delivery.settle()) {
			End end = End.GIVEN_BACK;
			try {
				LoneRun run = delivery.loneRun();
				if (run != null) {
					run.end();
				}
				end = settlement.get();
			}
			finally {
				if (end != End.SETTLED) {
					delivery.comesAgain();
				}
				if (end != End.KEPT) {
					this.keeping.over(delivery, end == End.SETTLED);
				}
				if (end == End.SETTLED || end == End.GIVEN_BACK) {
					this.window.leave();
				}
			}
		}
	}

	private void forgetFailures(Delivery delivery) {
		if (delivery.deliveryCount() > 1) {
			this.history.forget(delivery.position());
		}
	}

	/**
	 * How a delivery can end.
	 */
	private enum End {

		/** Its event is done with. */
		SETTLED,

		/** Its event comes again, here or elsewhere. */
		GIVEN_BACK,

		/** Its event is handled again here, and keeps its place in the window. */
		KEPT,

		/** It is to be parked, and keeps its place in the window until then. */
		HELD

	}

}
