package io.natsevents.publish;

import java.util.List;

/**
 * Is told what becomes of published events, to count and time them.
 * <p>
 * Called on threads that publish; an observer must neither block nor throw.
 */
public interface PublishObserver {

	/**
	 * Observes nothing.
	 */
	PublishObserver NONE = new PublishObserver() {
	};

	/**
	 * All of several observers as one.
	 * @param observers the observers, told in this order
	 * @return the one there is, {@link #NONE} for none, else one that tells all
	 */
	static PublishObserver of(List<PublishObserver> observers) {
		return switch (observers.size()) {
			case 0 -> NONE;
			case 1 -> observers.get(0);
			default -> new PublishObservers(List.copyOf(observers));
		};
	}

	/**
	 * An event was confirmed.
	 * @param type type of the event
	 * @param receipt what the server answered
	 * @param nanos time from the call to the confirmation
	 */
	default void published(String type, PublishReceipt receipt, long nanos) {
	}

	/**
	 * An event was not confirmed.
	 * @param type type of the event
	 * @param exception why
	 * @param nanos time from the call until it was given up
	 */
	default void failed(String type, EventPublishException exception, long nanos) {
	}

	/**
	 * An event is sent again.
	 * @param type type of the event
	 */
	default void retried(String type) {
	}

	/**
	 * A stream was seen to have lost events it had confirmed, or to be made anew.
	 * @param found which, from where and to where
	 */
	default void streamWentBack(StreamWentBack found) {
	}

}
