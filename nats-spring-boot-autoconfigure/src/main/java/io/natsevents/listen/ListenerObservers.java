package io.natsevents.listen;

import java.util.List;

import io.natsevents.deadletter.DeadLetterReason;

/**
 * Tells several observers.
 */
record ListenerObservers(List<ListenerObserver> observers) implements ListenerObserver {

	@Override
	public void registered(ListenerHandle listener) {
		this.observers.forEach((observer) -> observer.registered(listener));
	}

	@Override
	public void handled(String listenerId, boolean success, long nanos) {
		this.observers.forEach((observer) -> observer.handled(listenerId, success, nanos));
	}

	@Override
	public void acknowledged(String listenerId) {
		this.observers.forEach((observer) -> observer.acknowledged(listenerId));
	}

	@Override
	public void retried(String listenerId) {
		this.observers.forEach((observer) -> observer.retried(listenerId));
	}

	@Override
	public void parked(String listenerId, DeadLetterReason reason) {
		this.observers.forEach((observer) -> observer.parked(listenerId, reason));
	}

	@Override
	public void skipped(String listenerId) {
		this.observers.forEach((observer) -> observer.skipped(listenerId));
	}

	@Override
	public void missed(String listenerId, MissedEvents missed) {
		this.observers.forEach((observer) -> observer.missed(listenerId, missed));
	}

}
