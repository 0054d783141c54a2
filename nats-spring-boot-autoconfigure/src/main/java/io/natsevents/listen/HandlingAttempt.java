package io.natsevents.listen;

import java.util.List;
import java.util.function.Consumer;

import io.natsevents.event.CausingEvent;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handler once with what was read, and settles what can be settled then.
 */
final class HandlingAttempt {

	private final ListenerEndpoint endpoint;

	private final HandlingTurns turns;

	private final FailureSettlement failures;

	private final Settler settler;

	private final ClaimKeeper claims;

	private final InFlightWindow window;

	private final ListenerObserver observer;

	private final Consumer<Throwable> fatal;

	HandlingAttempt(ListenerEndpoint endpoint, HandlingTurns turns, FailureSettlement failures, Settler settler,
			ClaimKeeper claims, InFlightWindow window, ListenerObserver observer, Consumer<Throwable> fatal) {
		this.endpoint = endpoint;
		this.turns = turns;
		this.failures = failures;
		this.settler = settler;
		this.claims = claims;
		this.window = window;
		this.observer = observer;
		this.fatal = fatal;
	}

	/**
	 * Have events handled and settle them.
	 * @return what to wait for before they are tried again here, or {@code null} when all
	 * is done
	 */
	@Nullable Outage run(List<ReceivedEvent> events, int tries) {
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
		boolean alone = events.get(0).delivery().loneRun() != null;
		long turn = alone ? 0 : this.turns.share();
		long started = System.nanoTime();
		Throwable failure = null;
		try {
			for (ReceivedEvent received : events) {
				received.delivery().start(this.endpoint.settings().ackWait());
			}
			started = System.nanoTime();
			call(events);
		}
		catch (Exception | Error ex) {
			failure = ex;
		}
		finally {
			if (!alone) {
				this.turns.endShared(turn);
			}
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
			// First, so that nothing that waited for them begins
			this.fatal.accept(failure);
			events.forEach((received) -> this.settler.giveBackAfterFatal(received.delivery()));
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
			events.subList(failed + 1, events.size()).forEach((received) -> this.settler.giveBack(received.delivery()));
		}
		else {
			events.forEach((received) -> settleFailure(received, failure, tries));
		}
		return null;
	}

	private void settleFailure(ReceivedEvent received, Throwable failure, int tries) {
		this.failures.settle(received.delivery(), received.event().id(), failure, tries);
	}

}
