package io.natsevents.deadletter;

import java.util.List;

/**
 * Is told what becomes of dead letters, to count them.
 * <p>
 * An observer must neither block nor throw.
 */
public interface DeadLetterObserver {

	/**
	 * Observes nothing.
	 */
	DeadLetterObserver NONE = new DeadLetterObserver() {
	};

	/**
	 * All of several observers as one.
	 * @param observers the observers, told in this order
	 * @return the one there is, {@link #NONE} for none, else one that tells all
	 */
	static DeadLetterObserver of(List<DeadLetterObserver> observers) {
		return switch (observers.size()) {
			case 0 -> NONE;
			case 1 -> observers.get(0);
			default -> new DeadLetterObservers(List.copyOf(observers));
		};
	}

	/**
	 * A dead letter was discarded.
	 * @param id its id
	 */
	default void discarded(DeadLetterId id) {
	}

	/**
	 * Somebody wanted a dead letter to be redriven; dry runs do not count.
	 * @param id its id
	 * @param outcome what came of it
	 */
	default void redriven(DeadLetterId id, RedriveResult.Outcome outcome) {
	}

}
