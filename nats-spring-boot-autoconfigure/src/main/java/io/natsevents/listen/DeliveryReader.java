package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which deliveries are to be handled, and settles those that are not.
 */
final class DeliveryReader {

	private final ListenerEndpoint endpoint;

	private final SubjectFilter askedFor;

	private final EventReader reader;

	private final SettlementPolicy policy;

	private final FailureSettlement failures;

	private final Settler settler;

	private final FailureHistory history;

	private final OutageProbe probe;

	private final Consumer<Throwable> fatal;

	DeliveryReader(ListenerEndpoint endpoint, EventCodec codec, FailureSettlement failures, Settler settler,
			FailureHistory history, OutageProbe probe, Consumer<Throwable> fatal) {
		this.endpoint = endpoint;
		this.askedFor = new SubjectFilter(endpoint.filterSubjects());
		this.reader = new EventReader(endpoint, codec);
		this.policy = new SettlementPolicy(endpoint.settings().retry());
		this.failures = failures;
		this.settler = settler;
		this.history = history;
		this.probe = probe;
		this.fatal = fatal;
	}

	/**
	 * Read deliveries that were taken together.
	 * @return the events to handle; everything else is settled
	 */
	List<ReceivedEvent> read(List<Delivery> deliveries) {
		if (deliveries.size() == 1) {
			ReceivedEvent event = read(deliveries, deliveries.get(0));
			return (event != null) ? List.of(event) : List.of();
		}
		List<ReceivedEvent> events = new ArrayList<>(deliveries.size());
		for (Delivery delivery : deliveries) {
			ReceivedEvent event = read(deliveries, delivery);
			if (event != null) {
				events.add(event);
			}
		}
		return events;
	}

	/**
	 * Read a delivery, or settle one that is not to be handled.
	 */
	private @Nullable ReceivedEvent read(Object worker, Delivery delivery) {
		if (!this.askedFor.accepts(delivery.message().getSubject())) {
			// Somebody else has changed the consumer, perhaps a newer version of this
			// application that does handle it. Whoever it is for, it is not ours to
			// settle
			this.settler.giveBack(delivery, SubjectFilter.delayBefore(delivery.deliveryCount()));
			return null;
		}
		if (!this.endpoint.isAddressed(delivery.message().getSubject())) {
			this.settler.skip(delivery);
			return null;
		}
		// Validation may need what is away for now, such as a database
		for (int tries = 0; this.probe.awaitTurn(worker); tries++) {
			try {
				return unlessBeyondRetries(this.reader.read(delivery), delivery);
			}
			catch (RuntimeException | Error ex) {
				if (SettlementPolicy.isFatal(ex)) {
					this.fatal.accept(ex);
					break;
				}
				if (!(this.failures.decide(delivery, ex, tries) instanceof Settlement.RetryInPlace again)) {
					this.failures.settle(delivery, ReadFailure.eventId(delivery.message(), ex), ex, tries);
					return null;
				}
				if (!this.failures.awaitNextTry(worker, ex, again)) {
					break;
				}
			}
		}
		this.settler.giveBack(delivery);
		return null;
	}

	private @Nullable ReceivedEvent unlessBeyondRetries(Event<?> event, Delivery delivery) {
		if (!this.policy.isBeyondRetries(this.history.attempts(delivery))) {
			return new ReceivedEvent(event, delivery);
		}
		boolean known = this.history.knows(delivery.position());
		this.settler.park(delivery, event.id(), known ? DeadLetterReason.HANDLER_FAILED : DeadLetterReason.PROCESS_DIED,
				null);
		return null;
	}

}
