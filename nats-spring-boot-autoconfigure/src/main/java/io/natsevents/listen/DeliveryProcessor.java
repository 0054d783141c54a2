package io.natsevents.listen;

import java.util.List;
import java.util.function.Consumer;

import io.natsevents.event.CausingEvent;
import io.natsevents.event.EventCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes deliveries through their steps: read, handle, settle.
 */
final class DeliveryProcessor {

	private static final Log logger = LogFactory.getLog(DeliveryProcessor.class);

	private final ListenerEndpoint endpoint;

	private final DeliveryReader reader;

	private final FailureSettlement failures;

	private final Settler settler;

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
		this.failures = new FailureSettlement(endpoint, settler, history, probe);
		this.reader = new DeliveryReader(endpoint, codec, this.failures, settler, history, probe, fatal);
		this.settler = settler;
		this.claims = claims;
		this.probe = probe;
		this.window = window;
		this.observer = observer;
		this.fatal = fatal;
	}

	void process(List<Delivery> deliveries) {
		try {
			List<ReceivedEvent> events = this.reader.read(deliveries);
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
			if (!this.failures.awaitNextTry(worker, outage.failure(), outage.again())) {
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
		if (this.failures.decide(events.get(failed).delivery(), failure,
				tries) instanceof Settlement.RetryInPlace again) {
			List<ReceivedEvent> remaining = events.subList(failed, events.size())
				.stream()
				.filter((received) -> !received.delivery().isSettled())
				.toList();
			remaining.forEach((received) -> received.delivery().suspend());
			return new Outage(remaining, failure, again);
		}
		if (place >= 0) {
			settleFailure(events.get(failed), failure, tries);
			giveBack(events.subList(failed + 1, events.size()));
		}
		else {
			events.forEach((received) -> settleFailure(received, failure, tries));
		}
		return null;
	}

	private void settleFailure(ReceivedEvent received, Throwable failure, int tries) {
		this.failures.settle(received.delivery(), received.event().id(), failure, tries);
	}

	private void giveBack(List<ReceivedEvent> events) {
		events.forEach((received) -> this.settler.giveBack(received.delivery()));
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
