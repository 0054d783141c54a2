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

	private final EventCodec codec;

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
		this.codec = codec;
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
				handle(events);
			}
		}
		catch (RuntimeException ex) {
			// Nobody above can do anything about it, and the events must not hang
			logger.error("Listener " + this.endpoint.id() + " met an unexpected error; the events are delivered again",
					ex);
			deliveries.forEach((delivery) -> this.settler.retry(delivery, this.endpoint.settings().ackWait(), ex));
		}
	}

	private List<ReceivedEvent> read(List<Delivery> deliveries) {
		if (deliveries.size() == 1) {
			ReceivedEvent event = read(deliveries.get(0));
			return (event != null) ? List.of(event) : List.of();
		}
		List<ReceivedEvent> events = new ArrayList<>(deliveries.size());
		for (Delivery delivery : deliveries) {
			ReceivedEvent event = read(delivery);
			if (event != null) {
				events.add(event);
			}
		}
		return events;
	}

	/**
	 * Read a delivery, or settle one that is not to be handled.
	 */
	private @Nullable ReceivedEvent read(Delivery delivery) {
		if (!this.endpoint.isAddressed(delivery.message().getSubject())) {
			this.settler.skip(delivery);
			return null;
		}
		Event<?> event;
		try {
			event = this.codec.read(delivery.message().getData(), this.endpoint.handler().dataType());
			requireExpectedType(event);
			this.endpoint.handler().check(event);
		}
		catch (RuntimeException ex) {
			settleFailure(delivery, ReadFailure.eventId(delivery.message(), ex), ex, 0);
			return null;
		}
		if (this.policy.isBeyondRetries(delivery.deliveryCount())) {
			boolean known = this.history.knows(delivery.sequence());
			this.settler.park(delivery, event.id(),
					known ? DeadLetterReason.HANDLER_FAILED : DeadLetterReason.PROCESS_DIED, null);
			return null;
		}
		return new ReceivedEvent(event, delivery);
	}

	private void requireExpectedType(Event<?> event) {
		if (!this.endpoint.takes(event.type())) {
			throw new WrongTypeException("Event " + event.id() + " is of type '" + event.type() + "', not one of "
					+ this.endpoint.patterns());
		}
		if (event.schemaVersion().major() != this.endpoint.version()) {
			throw new WrongTypeException("Event " + event.id() + " has version " + event.schemaVersion()
					+ ", but its subject says " + this.endpoint.version());
		}
	}

	private void handle(List<ReceivedEvent> events) {
		List<ReceivedEvent> remaining = events;
		for (int tries = 0; !remaining.isEmpty(); tries++) {
			if (!this.probe.awaitTurn(events)) {
				remaining.forEach((received) -> this.settler.giveBack(received.delivery()));
				break;
			}
			Throwable failure = invoke(remaining);
			if (failure == null) {
				settleSuccess(remaining);
				break;
			}
			remaining = afterFailure(events, remaining, failure, tries);
		}
		this.probe.done(events);
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
		long nanos = System.nanoTime() - started;
		this.window.handled(nanos / events.size());
		this.observer.handled(this.endpoint.id(), failure == null, nanos);
		return failure;
	}

	private void call(List<ReceivedEvent> events) throws Exception {
		Acknowledgement acknowledgement = new DeliveryAcknowledgement(events, this.settler);
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
	 * @return what is to be tried again here
	 */
	private List<ReceivedEvent> afterFailure(Object worker, List<ReceivedEvent> events, Throwable failure, int tries) {
		if (failure instanceof OutOfMemoryError) {
			events.forEach((received) -> this.settler.giveBack(received.delivery()));
			this.fatal.accept(failure);
			return List.of();
		}
		int failed = 0;
		if (failure instanceof EventBatchException batch && batch.getIndex() >= 0 && batch.getIndex() < events.size()) {
			failed = batch.getIndex();
			settleSuccess(events.subList(0, failed));
		}
		Settlement first = decide(events.get(failed).delivery(), failure, tries);
		if (first instanceof Settlement.RetryInPlace again) {
			List<ReceivedEvent> remaining = events.subList(failed, events.size());
			remaining.forEach((received) -> received.delivery().suspend());
			logger.warn("Listener " + this.endpoint.id() + " waits for an outage to end, trying again in "
					+ again.delay().toMillis() + " ms: " + failure);
			if (this.probe.failed(worker, failure, again.delay())) {
				return remaining;
			}
			remaining.forEach((received) -> this.settler.giveBack(received.delivery()));
			return List.of();
		}
		if (failure instanceof EventBatchException) {
			settleFailure(events.get(failed).delivery(), events.get(failed).event().id(), failure, tries);
			events.subList(failed + 1, events.size()).forEach((received) -> this.settler.giveBack(received.delivery()));
		}
		else {
			events.forEach((received) -> settleFailure(received.delivery(), received.event().id(), failure, tries));
		}
		return List.of();
	}

	private Settlement decide(Delivery delivery, Throwable failure, int tries) {
		return this.policy.afterFailure(failure, delivery.deliveryCount(), tries,
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
			logger.warn("Listener " + this.endpoint.id() + " failed on event " + eventId + " at " + delivery
					+ "; it is delivered again in " + again.delay().toMillis() + " ms: " + failure);
			logger.debug("Failure of listener " + this.endpoint.id(), failure);
			this.settler.retry(delivery, again.delay(), failure);
		}
	}

}
