package io.natsevents.listen;

import java.util.List;

import io.natsevents.deadletter.DeadLetterReason;

/**
 * Is told what becomes of deliveries, to count and time them.
 * <p>
 * Called on threads that handle events or look after consumers; an observer must neither
 * block nor throw.
 */
public interface ListenerObserver {

	/**
	 * Observes nothing.
	 */
	ListenerObserver NONE = new ListenerObserver() {
	};

	/**
	 * All of several observers as one.
	 * @param observers the observers, told in this order
	 * @return the one there is, {@link #NONE} for none, else one that tells all
	 */
	static ListenerObserver of(List<ListenerObserver> observers) {
		return switch (observers.size()) {
			case 0 -> NONE;
			case 1 -> observers.get(0);
			default -> new ListenerObservers(List.copyOf(observers));
		};
	}

	/**
	 * A listener was registered. Nothing has been delivered to it yet.
	 * @param listener the listener
	 */
	default void registered(ListenerHandle listener) {
	}

	/**
	 * A handler has run, whatever came of it.
	 * @param listenerId id of the listener
	 * @param success whether it returned normally
	 * @param nanos how long it took
	 */
	default void handled(String listenerId, boolean success, long nanos) {
	}

	/**
	 * An event was acknowledged.
	 * @param listenerId id of the listener
	 */
	default void acknowledged(String listenerId) {
	}

	/**
	 * An event will be delivered again because its handler failed.
	 * @param listenerId id of the listener
	 */
	default void retried(String listenerId) {
	}

	/**
	 * An event was parked.
	 * @param listenerId id of the listener
	 * @param reason why
	 */
	default void parked(String listenerId, DeadLetterReason reason) {
	}

	/**
	 * An event was acknowledged without being handled, because it is not meant for the
	 * listener.
	 * @param listenerId id of the listener
	 */
	default void skipped(String listenerId) {
	}

	/**
	 * Events were discarded before they were handled. Every instance of the listener is
	 * told of the same ones.
	 * @param listenerId id of the listener
	 * @param missed those it was not told of before
	 */
	default void missed(String listenerId, MissedEvents missed) {
	}

}
