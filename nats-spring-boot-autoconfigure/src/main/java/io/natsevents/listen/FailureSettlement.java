package io.natsevents.listen;

import java.util.concurrent.ThreadLocalRandom;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Does about failures what the policy says: tries again here, has the event delivered
 * again, or parks it.
 */
final class FailureSettlement {

	private static final Log logger = LogFactory.getLog(DeliveryProcessor.class);

	private final String listenerId;

	private final SettlementPolicy policy;

	private final Settler settler;

	private final FailureHistory history;

	private final OutageProbe probe;

	FailureSettlement(ListenerEndpoint endpoint, Settler settler, FailureHistory history, OutageProbe probe) {
		this.listenerId = endpoint.id();
		this.policy = new SettlementPolicy(endpoint.settings().retry());
		this.settler = settler;
		this.history = history;
		this.probe = probe;
	}

	/**
	 * Decide what to do about a failure.
	 * @param tries how often it was tried again here before
	 */
	Settlement decide(Delivery delivery, Throwable failure, int tries) {
		return this.policy.afterFailure(failure, this.history.attempts(delivery), this.settler.isLast(delivery), tries,
				ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Wait before an event that met an outage is tried again here.
	 * @return {@code false} when the container is stopping
	 */
	boolean awaitNextTry(Object worker, Throwable outage, Settlement.RetryInPlace again) {
		logger.warn("Listener " + this.listenerId + " waits for an outage to end, trying again in "
				+ again.delay().toMillis() + " ms: " + outage);
		return this.probe.failed(worker, outage, again.delay());
	}

	/**
	 * Settle a delivery that failed, unless it is settled or to be tried again here.
	 */
	void settle(Delivery delivery, @Nullable String eventId, Throwable failure, int tries) {
		if (delivery.isSettled()) {
			return;
		}
		Settlement settlement = decide(delivery, failure, tries);
		if (settlement instanceof Settlement.Park park) {
			this.settler.park(delivery, eventId, park.reason(), park.failure());
		}
		else if (settlement instanceof Settlement.Retry again) {
			logger.warn("Listener " + this.listenerId + " failed on " + LoggedEvent.of(eventId) + " at " + delivery
					+ "; it is delivered again in " + again.delay().toMillis() + " ms: " + failure);
			logger.debug("Failure of listener " + this.listenerId, failure);
			this.settler.retry(delivery, again.delay(), failure);
		}
	}

}
