package io.natsevents.listen;

import java.time.Duration;
import java.util.function.Consumer;

import io.nats.client.Message;
import io.natsevents.connection.ConnectionSupervisor;
import org.jspecify.annotations.Nullable;

/**
 * The subscription that is pulled on. It lasts from one round of pulling to the next
 * while the server may still serve requests that were abandoned on it. Belongs to the
 * thread that pulls.
 */
final class LastingSubscription {

	private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

	private final ConnectionSupervisor connection;

	private final ListenerEndpoint endpoint;

	private @Nullable PullSubscription current;

	LastingSubscription(ConnectionSupervisor connection, ListenerEndpoint endpoint) {
		this.connection = connection;
		this.endpoint = endpoint;
	}

	/**
	 * Go on with the one that was left open, or begin another.
	 */
	PullSubscription open() {
		PullSubscription subscription = this.current;
		if (subscription == null) {
			subscription = new PullSubscription(this.connection, this.endpoint.stream(), this.endpoint.durable());
			this.current = subscription;
		}
		return subscription;
	}

	/**
	 * Leave it open, or end it.
	 * @param renewing whether it is left to pull anew at once
	 * @param remaining takes messages that had arrived
	 */
	void leave(boolean renewing, Consumer<Message> remaining) throws InterruptedException {
		PullSubscription subscription = this.current;
		if (subscription == null || !renewing || !subscription.leave()) {
			close(remaining);
		}
	}

	/**
	 * End it, if it is open.
	 * @param remaining takes messages that had arrived
	 */
	void close(Consumer<Message> remaining) throws InterruptedException {
		PullSubscription subscription = this.current;
		this.current = null;
		if (subscription != null) {
			subscription.close(CLOSE_LIMIT, remaining);
		}
	}

}
