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
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.PermissionViolation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A subscription on which at most one pull request is outstanding.
 * <p>
 * A request ends when all its messages have come, when the server says so, when it has
 * gone silent, or at its deadline; {@code nextMessage} tells the second by returning
 * early (read in and tried with jnats 2.26.2). Used by one thread, save for what it is
 * told as an observer.
 */
final class PullSubscription implements ConnectionObserver {

	private static final Log logger = LogFactory.getLog(PullSubscription.class);

	private static final Duration EXPIRES = Duration.ofSeconds(30);

	/** The client raises its alarm after three of these without any sign. */
	private static final Duration HEARTBEAT = Duration.ofMillis(500);

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

	private final String stream;

	private final String durable;

	/** What was heard of the request beside the subscription. */
	private volatile @Nullable PullEnd reported;

	private @Nullable PullEnd end = PullEnd.COMPLETE;

	PullSubscription(ConnectionSupervisor connection, String stream, String durable)
			throws IOException, JetStreamApiException {
		this.connection = connection;
		this.stream = stream;
		this.durable = durable;
		this.subscription = connection.current()
			.jetStream()
			.subscribe(null, PullSubscribeOptions.fastBind(stream, durable));
		connection.addObserver(this);
	}

	boolean isPulling() {
		return this.end == null;
	}

	/**
	 * How the last request has ended.
	 * @return the end, or {@code null} while it is outstanding
	 */
	@Nullable PullEnd end() {
		return this.end;
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
		this.reported = null;
		this.end = null;
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
				this.end = (this.outstanding == 0) ? PullEnd.COMPLETE : this.end;
				return message;
			}
		}
		catch (JetStreamStatusException ex) {
			this.end = PullEnd.refused(ex.getStatus().getMessageWithCode());
			return null;
		}
		catch (NullPointerException ex) {
			ignoreStranger(ex);
			return null;
		}
		if (isPulling()) {
			PullEnd heard = this.reported;
			this.end = (heard != null) ? heard : PullEnd.afterNoMessage(System.nanoTime() - started < limit.toNanos(),
					pullAgeNanos(), this.expires);
		}
		return null;
	}

	@Override
	public void pullWentSilent(JetStreamSubscription other) {
		if (this.subscription == other && this.reported == null) {
			this.reported = PullEnd.abandoned("the server has gone silent");
		}
	}

	/**
	 * The server has reported an error. It answers a request that is forbidden in no
	 * other way, and ends a subscription that has become forbidden.
	 */
	@Override
	public void serverReportedError(String error) {
		PermissionViolation violation = PermissionViolation.in(error);
		if (violation != null && (isRequest(violation) || violation.subject().equals(this.subscription.getSubject()))) {
			this.reported = PullEnd.refused(error);
		}
	}

	private boolean isRequest(PermissionViolation violation) {
		return violation.subject().endsWith(".CONSUMER.MSG.NEXT." + this.stream + "." + this.durable);
	}

	/**
	 * End the subscription, which also cancels its request.
	 * @param limit how long that may take
	 * @param remaining takes messages that had arrived
	 * @throws InterruptedException when interrupted
	 */
	void close(Duration limit, Consumer<Message> remaining) throws InterruptedException {
		this.connection.removeObserver(this);
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
			logger.trace("The subscription has ended by itself", ex);
		}
	}

	private @Nullable Message nextWhileClosing() throws InterruptedException {
		while (true) {
			try {
				return this.subscription.nextMessage(Duration.ofMillis(10));
			}
			catch (JetStreamStatusException ex) {
				// The end of the request; messages may stand behind it
				return null;
			}
			catch (NullPointerException ex) {
				ignoreStranger(ex);
			}
		}
	}

	/**
	 * Somebody has published to the inbox. The client fails on a message that neither
	 * comes from a stream nor tells of the request (jnats 2.26.2).
	 */
	private void ignoreStranger(NullPointerException ex) {
		logger.debug("A message that does not come from stream " + this.stream + " is ignored", ex);
	}

}
