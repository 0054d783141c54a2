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

	private static final Duration GRACE = Duration.ofMillis(250);

	/**
	 * While a leader is elected a request may get lost without a word. Only its end tells
	 * that somebody has taken it, so that end must come soon.
	 */
	private static final Duration PROBE_EXPIRES = Duration.ofMillis(250);

	private final ConnectionSupervisor connection;

	private final JetStreamSubscription subscription;

	private int outstanding;

	private Duration expires = EXPIRES;

	private long pulledAt;

	private volatile boolean silent;

	private @Nullable String cutShort;

	private boolean refused;

	private boolean abandoned;

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
		this.expires = EXPIRES;
		pull(PullRequestOptions.builder(messages).expiresIn(EXPIRES).idleHeartbeat(HEARTBEAT), messages);
	}

	/**
	 * Pull for a moment only, to find out whether anybody takes requests.
	 */
	void probe(int messages) {
		this.expires = PROBE_EXPIRES;
		pull(PullRequestOptions.builder(messages).expiresIn(PROBE_EXPIRES), messages);
	}

	private void pull(PullRequestOptions.Builder request, int messages) {
		this.silent = false;
		this.cutShort = null;
		this.refused = false;
		this.abandoned = false;
		this.outstanding = messages;
		this.pulledAt = System.nanoTime();
		this.subscription.pull(request.build());
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
				abandon("the server has gone silent");
			}
			else if (System.nanoTime() - started < limit.toNanos()) {
				end(endsInTime() ? null : "the server ended the pull request early");
			}
			else if (pullAgeNanos() > this.expires.plus(GRACE).toNanos()) {
				abandon("the server did not end the pull request");
			}
		}
		return null;
	}

	private boolean endsInTime() {
		return pullAgeNanos() > this.expires.toNanos() / 10 * 9;
	}

	private void abandon(String reason) {
		this.abandoned = true;
		end(reason);
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

	/**
	 * Whether the last request may still be outstanding. Its end would then be taken for
	 * that of the next one, so this subscription should be given up.
	 */
	boolean isAbandoned() {
		return this.abandoned;
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
