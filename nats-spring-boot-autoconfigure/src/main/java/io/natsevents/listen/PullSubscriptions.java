package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

import io.nats.client.Message;
import io.natsevents.connection.ConnectionSupervisor;
import org.jspecify.annotations.Nullable;

/**
 * The subscription that is pulled on, and those on which a request was abandoned that the
 * server may still serve: a connection that was lost looks alive to it for as long as
 * nothing tells it otherwise, and it deals messages out to all requests in turn. What it
 * delivers there would be missing for ack-wait if nobody read it. Belongs to the thread
 * that pulls.
 */
final class PullSubscriptions {

	private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

	/** Messages may come in on another subscription than the one that is waited on. */
	private static final Duration SHORT_WAIT = Duration.ofMillis(5);

	private static final Duration NO_WAIT = Duration.ofNanos(1);

	private final ConnectionSupervisor connection;

	private final ListenerEndpoint endpoint;

	private final List<PullSubscription> abandoned = new ArrayList<>();

	private final Deque<Message> ready = new ArrayDeque<>();

	private @Nullable PullSubscription current;

	PullSubscriptions(ConnectionSupervisor connection, ListenerEndpoint endpoint) {
		this.connection = connection;
		this.endpoint = endpoint;
	}

	/**
	 * The one to pull on.
	 */
	PullSubscription current() {
		PullSubscription subscription = this.current;
		if (subscription == null) {
			subscription = new PullSubscription(this.connection, this.endpoint.stream(), this.endpoint.durable());
			this.current = subscription;
		}
		return subscription;
	}

	/**
	 * How many abandoned requests the server may still serve.
	 */
	int abandoned() {
		return this.abandoned.size();
	}

	/**
	 * Wait for a message, wherever it comes in.
	 * @param limit how long to wait at most
	 * @return the message, or {@code null} when none came; the request of the current one
	 * may be over then
	 * @throws InterruptedException when interrupted
	 * @throws IllegalStateException when the current one is of no use any more
	 */
	@Nullable Message next(Duration limit) throws InterruptedException {
		if (this.ready.isEmpty()) {
			Message message = current().next(this.abandoned.isEmpty() ? limit : SHORT_WAIT);
			if (this.abandoned.isEmpty()) {
				return message;
			}
			takeAll(message);
		}
		return this.ready.poll();
	}

	/**
	 * What came in before this message elsewhere is there by now, and goes before it.
	 */
	private void takeAll(@Nullable Message message) throws InterruptedException {
		List<Message> messages = new ArrayList<>();
		if (message != null) {
			messages.add(message);
		}
		for (Iterator<PullSubscription> all = this.abandoned.iterator(); all.hasNext();) {
			PullSubscription subscription = all.next();
			subscription.takeAll(messages::add, NO_WAIT);
			if (!subscription.mayBeServed()) {
				all.remove();
				subscription.unsubscribe();
			}
		}
		messages.sort(Comparator.comparingLong((each) -> each.metaData().streamSequence()));
		this.ready.addAll(messages);
	}

	/**
	 * Take what comes to abandoned requests, without waiting.
	 */
	void readAbandoned() throws InterruptedException {
		if (!this.abandoned.isEmpty()) {
			takeAll(null);
		}
	}

	/**
	 * Whether {@link #next} has a message without waiting.
	 */
	boolean isReady() {
		return !this.ready.isEmpty();
	}

	/**
	 * Leave the current one, to pull anew at once. Its request is given up, unless it may
	 * still be served.
	 * @param remaining takes messages that had arrived
	 */
	void renew(Consumer<Message> remaining) throws InterruptedException {
		PullSubscription subscription = this.current;
		this.current = null;
		if (subscription == null) {
			return;
		}
		subscription.abandonIfConnectionWasLost();
		if (subscription.mayBeServed()) {
			this.abandoned.add(subscription);
		}
		else {
			subscription.close(CLOSE_LIMIT, remaining);
		}
	}

	/**
	 * End all of them.
	 * @param remaining takes messages that had arrived
	 */
	void close(Consumer<Message> remaining) throws InterruptedException {
		for (Iterator<PullSubscription> all = this.abandoned.iterator(); all.hasNext();) {
			PullSubscription subscription = all.next();
			all.remove();
			subscription.takeAll(this.ready::add, NO_WAIT);
			subscription.unsubscribe();
		}
		PullSubscription subscription = this.current;
		this.current = null;
		while (!this.ready.isEmpty()) {
			remaining.accept(this.ready.remove());
		}
		if (subscription != null) {
			subscription.close(CLOSE_LIMIT, remaining);
		}
	}

}
