package io.natsevents.deadletter;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells people and programs about an alert.
 */
final class AlertAnnouncement {

	private static final Log logger = LogFactory.getLog(DeadLetterWatch.class);

	private final ApplicationEventPublisher listeners;

	private final DeadLetterAlertMessage message;

	private final @Nullable AlertWebhook webhook;

	/**
	 * Create an announcement.
	 * @param listeners leads to the listeners of this application
	 * @param message writes what the webhook is told
	 * @param webhook is told, or {@code null} when there is none
	 */
	AlertAnnouncement(ApplicationEventPublisher listeners, DeadLetterAlertMessage message,
			@Nullable AlertWebhook webhook) {
		this.listeners = listeners;
		this.message = message;
		this.webhook = webhook;
	}

	/**
	 * Tell the log, and the listeners of this application.
	 */
	void log(DeadLetterAlert alert) {
		if (alert.isRaised()) {
			logger.error("Alert: dead letters: " + alert + "; look at them, then redrive or discard them");
		}
		else {
			logger.info("Alert ended: dead letters: " + alert);
		}
		try {
			this.listeners.publishEvent(alert);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the alert about dead letters failed", ex);
		}
	}

	boolean hasWebhook() {
		return this.webhook != null;
	}

	/**
	 * Tell the webhook.
	 * @return whether it knows; {@code false} when it is to be tried again
	 * @throws InterruptedException when interrupted
	 */
	boolean post(DeadLetterAlert alert) throws InterruptedException {
		return this.webhook != null && this.webhook.post(this.message.write(alert));
	}

}
