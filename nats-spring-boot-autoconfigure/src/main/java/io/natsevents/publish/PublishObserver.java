package io.natsevents.publish;

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

}
