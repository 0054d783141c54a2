package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which deliveries are to be handled, and settles those that are not.
 */
final class DeliveryReader {

	private final ListenerEndpoint endpoint;

	private final SubjectFilter askedFor;

	private final SubjectFilter handled;

	private final EventReader reader;

	private final FailureSettlement failures;

	private final Settler settler;

	private final HandlingTurns turns;

	private final OutageProbe probe;

	private final Consumer<Throwable> fatal;

	DeliveryReader(ListenerEndpoint endpoint, EventCodec codec, FailureSettlement failures, Settler settler,
			HandlingTurns turns, OutageProbe probe, Consumer<Throwable> fatal) {
		this.endpoint = endpoint;
		this.askedFor = new SubjectFilter(endpoint.filterSubjects());
		this.handled = new SubjectFilter(endpoint.subjects());
		this.reader = new EventReader(endpoint, codec);
		this.failures = failures;
		this.settler = settler;
		this.turns = turns;
		this.probe = probe;
		this.fatal = fatal;
	}

	/**
	 * Read deliveries that were taken together.
	 * @param worker who has taken them
	 * @param deliveries those to read
	 * @return the events to handle; everything else is settled
	 */
	List<ReceivedEvent> read(Object worker, List<Delivery> deliveries) {
		if (deliveries.size() == 1) {
			ReceivedEvent event = read(worker, deliveries.get(0));
			return (event != null) ? List.of(event) : List.of();
		}
		List<ReceivedEvent> events = new ArrayList<>(deliveries.size());
		for (Delivery delivery : deliveries) {
			ReceivedEvent event = read(worker, delivery);
			if (event != null) {
				events.add(event);
			}
			else if (delivery.isToComeAgain() && this.endpoint.keepsEvents()) {
				// Those behind it have to wait for it
				break;
			}
		}
		return events;
	}

	/**
	 * Whether a delivery is for this listener; if not it is settled.
	 */
	boolean isForListener(Delivery delivery) {
		if (!this.askedFor.accepts(delivery.message().getSubject())) {
			// Somebody else has changed the consumer, perhaps a newer version of this
			// application that does handle it. Whoever it is for, it is not ours to
			// settle
			this.settler.handOver(delivery, SubjectFilter.delayBefore(delivery.deliveryCount()));
			return false;
		}
		if (!isAddressed(delivery.message().getSubject())) {
			this.settler.skip(delivery);
			return false;
		}
		return true;
	}

	/**
	 * Whether an event is one of those this listener handles. Room for a partition lets
	 * any last token through, a wildcard any version or partition.
	 */
	private boolean isAddressed(String subject) {
		String name = EventPartition.subjectWithout(subject);
		Partition partition = this.endpoint.partition();
		return this.handled.accepts(name) && this.endpoint.isOfVersion(name)
				&& (partition == null || partition.holds(subject));
	}

	/**
	 * Read a delivery, or settle one that is not to be handled.
	 */
	private @Nullable ReceivedEvent read(Object worker, Delivery delivery) {
		if (!isForListener(delivery)) {
			return null;
		}
		// Validation may need what is away for now, such as a database
		for (int tries = 0; this.probe.awaitTurn(worker); tries++) {
			ReadOutcome outcome = readOnce(delivery, tries);
			Outage outage = outcome.outage();
			if (outage == null) {
				return outcome.event();
			}
			if (!this.failures.awaitNextTry(worker, outage.failure(), outage.again())) {
				break;
			}
		}
		this.settler.giveBack(delivery);
		return null;
	}

	/**
	 * Read a delivery without waiting for the end of an outage.
	 * @param tries how often it was tried before
	 */
	ReadOutcome readOnce(Delivery delivery, int tries) {
		try {
			return new ReadOutcome(new ReceivedEvent(inTurn(delivery), delivery), null);
		}
		catch (RuntimeException | Error ex) {
			if (SettlementPolicy.isFatal(ex)) {
				this.fatal.accept(ex);
				this.settler.giveBackAfterFatal(delivery);
				return ReadOutcome.SETTLED;
			}
			if (this.failures.decide(delivery, ex, tries) instanceof Settlement.RetryInPlace again) {
				return new ReadOutcome(null, new Outage(List.of(), ex, again));
			}
			this.failures.settle(delivery, ReadFailure.eventId(delivery.message(), ex), ex, tries);
			return ReadOutcome.SETTLED;
		}
	}

	private Event<?> inTurn(Delivery delivery) {
		if (delivery.loneRun() != null) {
			return this.reader.read(delivery);
		}
		long turn = this.turns.share();
		try {
			return this.reader.read(delivery);
		}
		finally {
			this.turns.endShared(turn);
		}
	}

}
