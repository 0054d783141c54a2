package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.PullSubscribeOptions;
import io.natsevents.connection.ConnectionSupervisor;
import org.jspecify.annotations.Nullable;

/**
 * A subscription on which at most one pull request is outstanding.
 * <p>
 * A request ends when all its messages have come, when the server says so, when it has
 * gone silent, or at its deadline; {@code nextMessage} tells the second by returning
 * early (read in and tried with jnats 2.26.2). Used by one thread; only
 * {@link #wentSilent()} is called by others.
 */
final class PullSubscription {

	private static final Duration EXPIRES = Duration.ofSeconds(30);

	/** The client raises its alarm after three of these without any sign. */
	private static final Duration HEARTBEAT = Duration.ofMillis(500);

	private static final Duration GRACE = Duration.ofMillis(500);

	/** A request that ends this long before its time was cut short. */
	private static final Duration CUT_SHORT = Duration.ofSeconds(1);

	private final ConnectionSupervisor connection;

	private final JetStreamSubscription subscription;

	private int outstanding;

	private long pulledAt;

	private volatile boolean silent;

	private @Nullable String cutShort;

	private boolean refused;

	PullSubscription(ConnectionSupervisor connection, String stream, String durable)
			throws IOException, JetStreamApiException {
		this.connection = connection;
		this.subscription = connection.current()
			.jetStream()
			.subscribe(null, PullSubscribeOptions.fastBind(stream, durable));
	}

	boolean isPulling() {
		return this.outstanding > 0;
	}

	boolean belongsTo(JetStreamSubscription other) {
		return this.subscription == other;
	}

	/**
	 * For how long the request has been outstanding.
	 */
	long pullAgeNanos() {
		return System.nanoTime() - this.pulledAt;
	}

	void pull(int messages) {
		this.silent = false;
		this.cutShort = null;
		this.refused = false;
		this.outstanding = messages;
		this.pulledAt = System.nanoTime();
		this.subscription
			.pull(PullRequestOptions.builder(messages).expiresIn(EXPIRES).idleHeartbeat(HEARTBEAT).build());
	}

	/**
	 * Wait for a message.
	 * @param limit how long to wait at most
	 * @return the message, or {@code null} when none came; the request may be over then
	 * @throws InterruptedException when interrupted
	 * @throws IllegalStateException when the subscription is of no use any more
	 */
	@Nullable Message next(Duration limit) throws InterruptedException {
		long started = System.nanoTime();
		try {
			Message message = this.subscription.nextMessage(limit);
			if (message != null) {
				this.outstanding--;
				return message;
			}
		}
		catch (JetStreamStatusException ex) {
			this.refused = true;
			end(ex.getStatus().getMessageWithCode());
			return null;
		}
		if (this.outstanding > 0) {
			if (this.silent) {
				end("the server has gone silent");
			}
			else if (System.nanoTime() - started < limit.toNanos()) {
				end((pullAgeNanos() < EXPIRES.minus(CUT_SHORT).toNanos()) ? "the server ended the pull request early"
						: null);
			}
			else if (pullAgeNanos() > EXPIRES.plus(GRACE).toNanos()) {
				end(null);
			}
		}
		return null;
	}

	private void end(@Nullable String reason) {
		this.outstanding = 0;
		this.cutShort = reason;
	}

	/**
	 * Why the last request ended before its time.
	 * @return the reason, or {@code null} when it did not
	 */
	@Nullable String cutShort() {
		return this.cutShort;
	}

	/**
	 * Whether the last request ended by an error, such as a deleted consumer.
	 */
	boolean isRefused() {
		return this.refused;
	}

	void wentSilent() {
		this.silent = true;
	}

	/**
	 * End the subscription, which also cancels its request.
	 * @param limit how long that may take
	 * @param remaining takes messages that had arrived
	 * @throws InterruptedException when interrupted
	 */
	void close(Duration limit, Consumer<Message> remaining) throws InterruptedException {
		try {
			CompletableFuture<Boolean> drained = this.connection.drain(this.subscription, limit);
			Message message;
			do {
				message = nextWhileClosing();
				if (message != null) {
					remaining.accept(message);
				}
			}
			while (message != null || !drained.isDone());
		}
		catch (TimeoutException ex) {
			this.subscription.unsubscribe();
		}
		catch (IllegalStateException ex) {
			// Closed already: by the end of the drain, or because the connection was
			// replaced
			this.outstanding = 0;
		}
	}

	private @Nullable Message nextWhileClosing() throws InterruptedException {
		try {
			return this.subscription.nextMessage(Duration.ofMillis(10));
		}
		catch (JetStreamStatusException ex) {
			// The end of the request; messages may stand behind it
			return null;
		}
	}

}
