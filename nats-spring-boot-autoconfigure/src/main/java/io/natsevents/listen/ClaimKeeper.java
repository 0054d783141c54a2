package io.natsevents.listen;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps the claims on messages that wait in the container, and on those whose handler may
 * take its time, by telling the server that work is in progress.
 */
final class ClaimKeeper {

	private static final Log logger = LogFactory.getLog(ClaimKeeper.class);

	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);

	private final ListenerEndpoint endpoint;

	private final Settler settler;

	private final Set<Delivery> unsettledByHand = ConcurrentHashMap.newKeySet();

	ClaimKeeper(ListenerEndpoint endpoint, Settler settler) {
		this.endpoint = endpoint;
		this.settler = settler;
	}

	/**
	 * How often claims are to be looked after.
	 */
	Duration interval() {
		Duration interval = this.endpoint.settings().ackWait().dividedBy(6);
		return (interval.compareTo(SHORTEST_INTERVAL) < 0) ? SHORTEST_INTERVAL : interval;
	}

	/**
	 * A handler that settles by hand has returned without having settled it.
	 */
	void keepUntilSettled(Delivery delivery) {
		this.unsettledByHand.add(delivery);
	}

	/**
	 * Visit what a handler that settles by hand has not settled.
	 */
	void forEachUnsettledByHand(Consumer<Delivery> action) {
		this.unsettledByHand.forEach(action);
	}

	int unsettledByHand() {
		this.unsettledByHand.removeIf(Delivery::isSettled);
		return this.unsettledByHand.size();
	}

	/**
	 * Look after the claims, without waiting for the server. Those that are overdue are
	 * kept until they are retried.
	 * @param workers hold what waits and what runs
	 */
	void keep(DeliveryWorkers workers) {
		workers.forEach((delivery) -> {
			if (!delivery.isRunning() || this.endpoint.settings().extendAckWait() || byHand() && !isOverdue(delivery)
					|| this.settler.isLast(delivery)) {
				keep(delivery);
			}
		});
		this.settler.lastDeliveries().forEach((delivery) -> {
			if (isToBeRenewed(delivery)) {
				delivery.renewClaim();
			}
		});
		this.unsettledByHand.removeIf(Delivery::isSettled);
		this.unsettledByHand.forEach(this::keep);
	}

	/**
	 * Have what was not settled by hand in time delivered again. Waits for the server
	 * when one of them runs alone.
	 */
	void retryOverdue() {
		this.unsettledByHand.removeIf(Delivery::isSettled);
		this.unsettledByHand.forEach((delivery) -> {
			if (isOverdue(delivery)) {
				logger.warn("Listener " + this.endpoint.id() + " has not settled " + delivery + " within "
						+ this.endpoint.settings().ackTimeout() + " (ack-timeout); it is delivered again");
				this.settler.retry(delivery, Duration.ZERO, null);
			}
		});
	}

	boolean byHand() {
		return this.endpoint.settings().ackMode() == AckMode.MANUAL;
	}

	private boolean isOverdue(Delivery delivery) {
		return delivery.handlingNanos() > this.endpoint.settings().ackTimeout().toNanos();
	}

	private void keep(Delivery delivery) {
		if (isToBeRenewed(delivery)) {
			delivery.keepClaim();
		}
	}

	private boolean isToBeRenewed(Delivery delivery) {
		return delivery.claimAge() > this.endpoint.settings().ackWait().toNanos() / 3;
	}

}
