package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.natsevents.deadletter.FailedDelivery;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Deliveries the server will never repeat, that are still to be parked. Their claims are
 * kept until they are: given back, they would be stranded for ever.
 */
final class LastDeliveries {

	private static final Log logger = LogFactory.getLog(Settler.class);

	private final String listenerId;

	private final DeliveryParking parking;

	private final InFlightWindow window;

	private final Map<Delivery, FailedDelivery> held = new ConcurrentHashMap<>();

	private volatile long refusedAt = System.nanoTime() - DeliveryParking.AGAIN_AFTER.toNanos();

	LastDeliveries(String listenerId, DeliveryParking parking, InFlightWindow window) {
		this.listenerId = listenerId;
		this.parking = parking;
		this.window = window;
	}

	/**
	 * Hold a delivery until it is parked, without waiting for that. It keeps its place in
	 * the window.
	 */
	void hold(Delivery delivery, FailedDelivery failed) {
		this.held.put(delivery, failed);
	}

	void forEach(Consumer<Delivery> action) {
		this.held.keySet().forEach(action);
	}

	/**
	 * Park what is held, unless that was refused a moment ago.
	 */
	void park() {
		if (System.nanoTime() - this.refusedAt >= DeliveryParking.AGAIN_AFTER.toNanos()) {
			parkNow(Duration.ofDays(1));
		}
	}

	/**
	 * Park what is held before the listener ends. Ends with the first that is refused:
	 * nobody may wait for long now.
	 * @param limit begin no more after it
	 */
	void end(Duration limit) {
		parkNow(limit);
		List<Delivery> stranded = new ArrayList<>(this.held.keySet());
		if (!stranded.isEmpty()) {
			logger.error("Listener " + this.listenerId + " is stopped with " + stranded.size()
					+ " event(s) that could be neither handled nor parked, and that the server will not deliver again"
					+ " (max_deliver of the consumer): " + stranded
					+ ". They stay in their stream; publish them anew from there");
			stranded.forEach(this::remove);
		}
	}

	private void parkNow(Duration limit) {
		long begun = System.nanoTime();
		for (Map.Entry<Delivery, FailedDelivery> entry : this.held.entrySet()) {
			if (System.nanoTime() - begun > limit.toNanos()) {
				return;
			}
			if (this.parking.park(entry.getKey(), entry.getValue()) == DeliveryParking.Outcome.REFUSED) {
				this.refusedAt = System.nanoTime();
				return;
			}
			remove(entry.getKey());
		}
	}

	private void remove(Delivery delivery) {
		if (this.held.remove(delivery) != null) {
			this.window.leave();
		}
	}

}
