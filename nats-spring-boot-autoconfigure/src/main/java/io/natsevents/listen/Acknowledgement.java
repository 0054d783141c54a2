package io.natsevents.listen;

import java.time.Duration;

/**
 * Settles an event, or a batch of events, by hand.
 * <p>
 * The first call counts; later ones do nothing. All may be called from any thread.
 */
public interface Acknowledgement {

	/**
	 * The event is handled.
	 */
	void acknowledge();

	/**
	 * Deliver the event again.
	 * @param delay after which to deliver it
	 */
	void retry(Duration delay);

	/**
	 * Park the event as a dead letter: it can never be handled.
	 * @param reason why, for whoever looks at it later
	 */
	void reject(String reason);

	/**
	 * Whether one of the above was called.
	 * @return {@code true} when the event is settled
	 */
	boolean isSettled();

}
