package io.natsevents.deadletter;

import java.util.List;

/**
 * Tells several observers.
 */
record DeadLetterObservers(List<DeadLetterObserver> observers) implements DeadLetterObserver {

	@Override
	public void discarded(DeadLetterId id) {
		this.observers.forEach((observer) -> observer.discarded(id));
	}

	@Override
	public void redriven(DeadLetterId id, RedriveResult.Outcome outcome) {
		this.observers.forEach((observer) -> observer.redriven(id, outcome));
	}

}
