package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
	private static final Duration SHORT_WAIT = Duration.ofMillis(20);

	private static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final Comparator<Message> ORDER = Comparator
		.comparingLong((message) -> message.metaData().streamSequence());

	private final ConnectionSupervisor connection;

	private final ListenerEndpoint endpoint;

	private final List<PullSubscription> abandoned = new ArrayList<>();

	private final Deque<Message> ready = new ArrayDeque<>();

	private @Nullable PullSubscription current;

	private boolean answeredLate;

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
			PullSubscription subscription = current();
			Message message = subscription.next(this.abandoned.isEmpty() ? limit : SHORT_WAIT);
			if (this.abandoned.isEmpty()) {
				return message;
			}
			if (message != null) {
				this.ready.add(message);
			}
			takeAll(subscription);
		}
		return this.ready.poll();
	}

	/**
	 * Give messages a moment to gather, if none is there.
	 */
	void gather() {
		if (this.ready.isEmpty() && this.abandoned.isEmpty() && current().hasNothingWaiting()) {
			LockSupport.parkNanos(this, MOMENT_NANOS);
		}
	}

	/**
	 * Take what has come in anywhere, until nothing more has. One thread reads them all
	 * from the connection, so by then everything is there that came before any of them.
	 */
	private void takeAll(@Nullable PullSubscription subscription) throws InterruptedException {
		int before;
		do {
			before = this.ready.size();
			if (subscription != null) {
				subscription.takeAll(this.ready::add);
			}
			for (PullSubscription each : this.abandoned) {
				each.takeAll(this.ready::add);
			}
		}
		while (this.ready.size() > before);
		for (Iterator<PullSubscription> all = this.abandoned.iterator(); all.hasNext();) {
			PullSubscription each = all.next();
			this.answeredLate |= each.isAnsweredLate();
			if (!each.mayBeServed()) {
				all.remove();
				each.unsubscribe();
			}
		}
		sort();
	}

	private void sort() {
		if (this.ready.size() > 1) {
			List<Message> sorted = new ArrayList<>(this.ready);
			sorted.sort(ORDER);
			this.ready.clear();
			this.ready.addAll(sorted);
		}
	}

	/**
	 * Take what has come to abandoned requests, without waiting.
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
	 * Whether the server has answered a request after it was abandoned: it is there, and
	 * far away. Tells so once.
	 */
	boolean takeLateAnswer() {
		boolean late = this.answeredLate;
		this.answeredLate = false;
		return late;
	}

	/**
	 * Leave the current one. Its request is given up, unless it may be served although
	 * nobody can give it up.
	 * @param remaining takes messages that had arrived
	 */
	void leave(Consumer<Message> remaining) throws InterruptedException {
		PullSubscription subscription = this.current;
		this.current = null;
		if (subscription == null) {
			return;
		}
		subscription.abandonIfConnectionWasLost();
		if (subscription.mayBeServed()) {
			this.abandoned.add(subscription);
			return;
		}
		try {
			subscription.close(CLOSE_LIMIT, this.ready::add);
		}
		finally {
			handOver(remaining);
		}
	}

	/**
	 * Hand over what comes to abandoned requests while nothing is pulled.
	 */
	void handOverAbandoned(Consumer<Message> messages) throws InterruptedException {
		readAbandoned();
		handOver(messages);
	}

	private void handOver(Consumer<Message> messages) {
		sort();
		while (!this.ready.isEmpty()) {
			messages.accept(this.ready.remove());
		}
	}

	/**
	 * End all of them.
	 * @param remaining takes messages that had arrived
	 */
	void close(Consumer<Message> remaining) throws InterruptedException {
		try {
			readAbandoned();
			leave(remaining);
		}
		finally {
			this.abandoned.forEach(PullSubscription::unsubscribe);
			this.abandoned.clear();
			handOver(remaining);
		}
	}

}
