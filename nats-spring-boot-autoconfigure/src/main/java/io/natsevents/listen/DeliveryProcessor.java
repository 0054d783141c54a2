package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.event.CausingEvent;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes deliveries through their steps: read, handle, decide, settle.
 */
final class DeliveryProcessor {

	private static final Log logger = LogFactory.getLog(DeliveryProcessor.class);

	private final ListenerEndpoint endpoint;

	private final SubjectFilter askedFor;

	private final EventReader reader;

	private final SettlementPolicy policy;

	private final Settler settler;

	private final FailureHistory history;

	private final ClaimKeeper claims;

	private final OutageProbe probe;

	private final InFlightWindow window;

	private final ListenerObserver observer;

	private final Consumer<Throwable> fatal;

	/**
	 * Create a processor.
	 * @param endpoint the listener
	 * @param codec reads the events
	 * @param settler settles the deliveries
	 * @param history remembers failures
	 * @param claims keeps the claims of what is settled by hand, later
	 * @param probe finds out when an outage is over
	 * @param window is told how long handling took
	 * @param observer is told what becomes of the deliveries
	 * @param fatal is told of an error after which the listener must not go on
	 */
	DeliveryProcessor(ListenerEndpoint endpoint, EventCodec codec, Settler settler, FailureHistory history,
			ClaimKeeper claims, OutageProbe probe, InFlightWindow window, ListenerObserver observer,
			Consumer<Throwable> fatal) {
		this.endpoint = endpoint;
		this.askedFor = new SubjectFilter(endpoint.filterSubjects());
		this.reader = new EventReader(endpoint, codec);
		this.policy = new SettlementPolicy(endpoint.settings().retry());
		this.settler = settler;
		this.history = history;
		this.claims = claims;
		this.probe = probe;
		this.window = window;
		this.observer = observer;
		this.fatal = fatal;
	}

	void process(List<Delivery> deliveries) {
		try {
			List<ReceivedEvent> events = read(deliveries);
			if (!events.isEmpty()) {
				handle(deliveries, events);
			}
		}
		catch (RuntimeException | Error ex) {
			// Nobody above can do anything about it, and the events must not hang
			logger.error("Listener " + this.endpoint.id() + " met an unexpected error; the events are delivered again",
					ex);
			deliveries.forEach((delivery) -> this.settler.retry(delivery, this.endpoint.settings().ackWait(), ex));
		}
		finally {
			this.probe.done(deliveries);
		}
	}

	private List<ReceivedEvent> read(List<Delivery> deliveries) {
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
				if (!(decide(delivery, ex, tries) instanceof Settlement.RetryInPlace again)) {
					settleFailure(delivery, ReadFailure.eventId(delivery.message(), ex), ex, tries);
					return null;
				}
				if (!awaitNextTry(worker, ex, again)) {
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

	private void handle(Object worker, List<ReceivedEvent> events) {
		List<ReceivedEvent> remaining = events;
		for (int tries = 0; !remaining.isEmpty(); tries++) {
			if (!this.probe.awaitTurn(worker)) {
				giveBack(remaining);
				return;
			}
			Outage outage = attempt(remaining, tries);
			if (outage == null) {
				return;
			}
			remaining = outage.remaining();
			if (!awaitNextTry(worker, outage.failure(), outage.again())) {
				giveBack(remaining);
				return;
			}
		}
	}

	/**
	 * Have events handled and settle them.
	 * @return what to wait for before they are tried again here, or {@code null} when all
	 * is done
	 */
	private @Nullable Outage attempt(List<ReceivedEvent> events, int tries) {
		HandlingScope scope = this.endpoint.handler().open(events);
		Throwable failure = null;
		try {
			failure = invoke(events);
			if (failure != null) {
				return afterFailure(events, failure, tries);
			}
			settleSuccess(events);
			return null;
		}
		finally {
			scope.close(failure);
		}
	}

	private @Nullable Throwable invoke(List<ReceivedEvent> events) {
		for (ReceivedEvent received : events) {
			received.delivery().start(this.endpoint.settings().ackWait());
		}
		long started = System.nanoTime();
		Throwable failure = null;
		try {
			call(events);
		}
		catch (Exception | Error ex) {
			failure = ex;
		}
		// A handler that leaves its thread interrupted must not fail the next event
		Thread.interrupted();
		long nanos = System.nanoTime() - started;
		this.window.handled(nanos / events.size());
		this.observer.handled(this.endpoint.id(), failure == null, nanos);
		return failure;
	}

	private void call(List<ReceivedEvent> events) throws Exception {
		DeliveryAcknowledgement acknowledgement = new DeliveryAcknowledgement(events, this.settler);
		if (events.size() > 1) {
			this.endpoint.handler().invoke(events, acknowledgement);
			return;
		}
		// What the handler publishes carries on the event's correlation. A batch has no
		// one cause
		try (CausingEvent.Scope scope = CausingEvent.open(events.get(0).event())) {
			this.endpoint.handler().invoke(events, acknowledgement);
		}
	}

	private void settleSuccess(List<ReceivedEvent> events) {
		for (ReceivedEvent received : events) {
			if (this.endpoint.settings().ackMode() == AckMode.AUTO) {
				this.settler.acknowledge(received.delivery());
			}
			else if (!received.delivery().isSettled()) {
				this.claims.keepUntilSettled(received.delivery());
			}
		}
	}

	/**
	 * Settle what can be settled.
	 * @return what is to be tried again here, or {@code null} when nothing is
	 */
	private @Nullable Outage afterFailure(List<ReceivedEvent> events, Throwable failure, int tries) {
		if (SettlementPolicy.isFatal(failure)) {
			giveBack(events);
			this.fatal.accept(failure);
			return null;
		}
		int place = EventBatchException.placeOf(failure, events.size());
		int failed = Math.max(0, place);
		settleSuccess(events.subList(0, failed));
		if (decide(events.get(failed).delivery(), failure, tries) instanceof Settlement.RetryInPlace again) {
			List<ReceivedEvent> remaining = events.subList(failed, events.size())
				.stream()
				.filter((received) -> !received.delivery().isSettled())
				.toList();
			remaining.forEach((received) -> received.delivery().suspend());
			return new Outage(remaining, failure, again);
		}
		if (place >= 0) {
			settleFailure(events.get(failed).delivery(), events.get(failed).event().id(), failure, tries);
			giveBack(events.subList(failed + 1, events.size()));
		}
		else {
			events.forEach((received) -> settleFailure(received.delivery(), received.event().id(), failure, tries));
		}
		return null;
	}

	private void giveBack(List<ReceivedEvent> events) {
		events.forEach((received) -> this.settler.giveBack(received.delivery()));
	}

	private boolean awaitNextTry(Object worker, Throwable outage, Settlement.RetryInPlace again) {
		logger.warn("Listener " + this.endpoint.id() + " waits for an outage to end, trying again in "
				+ again.delay().toMillis() + " ms: " + outage);
		return this.probe.failed(worker, outage, again.delay());
	}

	private Settlement decide(Delivery delivery, Throwable failure, int tries) {
		return this.policy.afterFailure(failure, this.history.attempts(delivery), tries,
				ThreadLocalRandom.current().nextDouble());
	}

	private void settleFailure(Delivery delivery, @Nullable String eventId, Throwable failure, int tries) {
		if (delivery.isSettled()) {
			return;
		}
		Settlement settlement = decide(delivery, failure, tries);
		if (settlement instanceof Settlement.Park park) {
			this.settler.park(delivery, eventId, park.reason(), park.failure());
		}
		else if (settlement instanceof Settlement.Retry again) {
			logger.warn("Listener " + this.endpoint.id() + " failed on " + LoggedEvent.of(eventId) + " at " + delivery
					+ "; it is delivered again in " + again.delay().toMillis() + " ms: " + failure);
			logger.debug("Failure of listener " + this.endpoint.id(), failure);
			this.settler.retry(delivery, again.delay(), failure);
		}
	}

	/**
	 * A failure that says nothing about the events.
	 *
	 * @param remaining what is to be tried again here
	 * @param failure what it was
	 * @param again when
	 */
	private record Outage(List<ReceivedEvent> remaining, Throwable failure, Settlement.RetryInPlace again) {
	}

}
