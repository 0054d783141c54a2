package io.natsevents.listen;

import java.time.Duration;
import java.util.function.Predicate;

import io.nats.client.Message;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes in the messages of a listener: hands them to its workers, or settles them.
 * Belongs to the thread that pulls.
 */
final class DeliveryIntake {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private static final Duration NO_THREAD_DELAY = Duration.ofSeconds(1);

	private final ListenerEndpoint endpoint;

	private final Predicate<Message> wanted;

	private final InFlightWindow window;

	private final Settler settler;

	private final EventKeeping keeping;

	private final DeliveryWorkers workers;

	/**
	 * Create the intake.
	 * @param endpoint the listener
	 * @param wanted which messages are handled; the others are acknowledged
	 * @param window is entered by what comes
	 * @param settler settles what is not handled
	 * @param keeping knows what is in hand, or was
	 * @param workers handle the rest
	 */
	DeliveryIntake(ListenerEndpoint endpoint, Predicate<Message> wanted, InFlightWindow window, Settler settler,
			EventKeeping keeping, DeliveryWorkers workers) {
		this.endpoint = endpoint;
		this.wanted = wanted;
		this.window = window;
		this.settler = settler;
		this.keeping = keeping;
		this.workers = workers;
	}

	void receive(Message message) {
		Delivery delivery = new Delivery(message, this.endpoint.replaying());
		if (isKnown(delivery)) {
			return;
		}
		this.window.enter();
		if (!this.wanted.test(message)) {
			this.settler.passOver(delivery);
			return;
		}
		boolean taken = false;
		try {
			taken = this.workers.submit(delivery);
		}
		finally {
			if (!taken) {
				giveBack(delivery);
			}
		}
	}

	/**
	 * Take in what arrives while the listener stops.
	 */
	void refuse(Message message) {
		Delivery delivery = new Delivery(message, this.endpoint.replaying());
		if (!isKnown(delivery)) {
			this.window.enter();
			this.settler.giveBack(delivery);
		}
	}

	/**
	 * Whether it is another delivery of an event that is in hand, or was. An earlier
	 * delivery settles the event as well as a later one does.
	 */
	private boolean isKnown(Delivery delivery) {
		if (this.keeping.isHeld(delivery)) {
			return true;
		}
		boolean settled = this.keeping.wasSettled(delivery);
		if (settled) {
			this.window.enter();
			this.settler.passOver(delivery);
		}
		return settled;
	}

	private void giveBack(Delivery delivery) {
		if (this.workers.isStopped()) {
			this.settler.giveBack(delivery);
			return;
		}
		// At once it would come back at once
		logger.warn("Listener " + this.endpoint.id() + " gets no thread to handle " + delivery
				+ "; it is delivered again in " + NO_THREAD_DELAY.toMillis() + " ms");
		this.settler.giveBack(delivery, NO_THREAD_DELAY);
	}

}
