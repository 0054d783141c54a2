package io.natsevents.listen;

import io.nats.client.api.ConsumerConfiguration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Watches what others have made of a listener's durable consumer, and tells once of each
 * change. Fed by one thread, read by any.
 */
final class ConsumerWatch {

	private static final Log logger = LogFactory.getLog(DurableConsumer.class);

	private static final long UNLIMITED = -1;

	private final ListenerEndpoint endpoint;

	private final ConsumerDeclaration declaration;

	private volatile ConsumerDrift drift = ConsumerDrift.NONE;

	private volatile long maxDeliver = UNLIMITED;

	ConsumerWatch(ListenerEndpoint endpoint, ConsumerDeclaration declaration) {
		this.endpoint = endpoint;
		this.declaration = declaration;
	}

	/**
	 * How the consumer differs from the one the listener needs, as the server said last.
	 */
	ConsumerDrift drift() {
		return this.drift;
	}

	/**
	 * How often the server delivers an event, as it said last.
	 * @return the number, or 0 or less when there is no limit or none is known
	 */
	long maxDeliver() {
		return this.maxDeliver;
	}

	/**
	 * Tell of differences that the application leaves alone as it starts.
	 */
	void leaveAlone(ConsumerPlan plan) {
		ConsumerDrift found = ConsumerDrift.of(plan);
		if (found.isDifferent() && !found.equals(this.drift)) {
			this.drift = found;
			logger.warn("Consumer " + name() + " is not what listener " + this.endpoint.id()
					+ " asks for and is left alone, because "
					+ (this.declaration.isForeign(plan) ? "application '" + plan.application() + "' looks after it"
							: "provisioning.consumer-mode is create")
					+ ": " + plan.describe());
		}
	}

	/**
	 * Take note of what the server has.
	 */
	void observe(ConsumerConfiguration actual) {
		compare(actual);
		limitDeliveries(actual.getMaxDeliver());
	}

	private void compare(ConsumerConfiguration actual) {
		ConsumerDrift found = ConsumerDrift.of(this.declaration.compare(actual));
		if (found.equals(this.drift)) {
			return;
		}
		this.drift = found;
		if (found.isDifferent()) {
			logger.warn("Listener " + this.endpoint.id() + ": " + found + ". Consumer " + name()
					+ " is left alone while the application runs");
		}
		else {
			logger.info("Consumer " + name() + " is again as listener " + this.endpoint.id() + " needs it");
		}
	}

	private void limitDeliveries(long limit) {
		if (limit > 0 && limit != this.maxDeliver) {
			logger.warn("Consumer " + name() + " has max_deliver " + limit + ", so listener " + this.endpoint.id()
					+ " parks an event that fails at delivery " + limit + ", whatever its max-retries. An event whose"
					+ " process dies during delivery " + limit + " is never delivered again, and in no dead letter."
					+ " Set max_deliver to -1: nats consumer edit " + this.endpoint.stream() + " "
					+ this.endpoint.durable() + " --max-deliver=-1");
		}
		this.maxDeliver = limit;
	}

	private String name() {
		return this.endpoint.stream() + "/" + this.endpoint.durable();
	}

}
