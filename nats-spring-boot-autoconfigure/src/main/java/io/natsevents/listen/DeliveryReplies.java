package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Answers the server about a delivery.
 */
final class DeliveryReplies {

	private static final Log logger = LogFactory.getLog(Settler.class);

	private static final Duration CONFIRMATION_TIMEOUT = Duration.ofSeconds(5);

	private final String listenerId;

	DeliveryReplies(String listenerId) {
		this.listenerId = listenerId;
	}

	/**
	 * Acknowledge a delivery.
	 * @return {@code false} when it may come again
	 */
	boolean acknowledge(Delivery delivery, boolean confirmed) {
		try {
			if (confirmed) {
				delivery.message().ackSync(CONFIRMATION_TIMEOUT);
			}
			else {
				delivery.message().ack();
			}
			return true;
		}
		catch (TimeoutException | IllegalStateException ex) {
			logger.warn("Listener " + this.listenerId + ": the acknowledgement of " + delivery
					+ " was not confirmed; the event may be delivered again");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

	void deliverAgain(Delivery delivery, Duration delay) {
		try {
			if (delay.isZero()) {
				delivery.message().nak();
			}
			else {
				delivery.message().nakWithDelay(delay);
			}
		}
		catch (IllegalStateException ex) {
			// Its connection is gone for good
			logger.warn("Listener " + this.listenerId + ": " + delivery
					+ " could not be given back; it is delivered again after ack-wait: " + ex.getMessage());
		}
	}

}
