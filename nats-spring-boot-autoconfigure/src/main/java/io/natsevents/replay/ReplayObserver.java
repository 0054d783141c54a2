package io.natsevents.replay;

import java.util.List;

/**
 * Is told how replays go, to count. Called on threads that handle events; it must neither
 * block nor throw.
 */
public interface ReplayObserver {

	/**
	 * Observes nothing.
	 */
	ReplayObserver NONE = new ReplayObserver() {
	};

	/**
	 * All of several observers as one.
	 * @param observers the observers, told in this order
	 * @return one that tells all
	 */
	static ReplayObserver of(List<ReplayObserver> observers) {
		List<ReplayObserver> all = List.copyOf(observers);
		return new ReplayObserver() {

			@Override
			public void done(String listener, Outcome outcome) {
				all.forEach((observer) -> observer.done(listener, outcome));
			}

		};
	}

	/**
	 * An event of a replay is done with.
	 * @param listener id of the listener
	 * @param outcome what became of it
	 */
	default void done(String listener, Outcome outcome) {
	}

	/**
	 * What can become of an event.
	 */
	enum Outcome {

		/** Its handler succeeded. */
		HANDLED,

		/** It failed and is a dead letter. */
		PARKED,

		/** It was passed over. */
		FILTERED

	}

}
