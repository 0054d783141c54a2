package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.Subscription;
import io.nats.client.support.Status;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.PermissionViolation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A subscription on which at most one pull request is outstanding that is not abandoned.
 * <p>
 * A request ends when all its messages have come, when the server says so, when it has
 * gone silent, or at its deadline. The client's own pull subscription does not tell which
 * request a status belongs to (jnats 2.26.2), so the end of one that was abandoned would
 * be taken for that of the next one. Used by one thread, save for what it is told as an
 * observer.
 *
 * @see <a href=
 * "https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-13.md">ADR-13</a>
 */
final class PullSubscription implements ConnectionObserver {

	private static final Log logger = LogFactory.getLog(PullSubscription.class);

	private static final Duration EXPIRES = Duration.ofSeconds(30);

	private static final Duration HEARTBEAT = Duration.ofMillis(500);

	/** One heartbeat may be late, and one lost. */
	private static final Duration SILENCE = HEARTBEAT.multipliedBy(3);

	/**
	 * While a leader is elected a request may get lost without a word. Only its end tells
	 * that somebody has taken it, so that end must come soon.
	 */
	private static final Duration PROBE_EXPIRES = Duration.ofMillis(250);

	private static final long UNLIMITED = 0;

	private final ConnectionSupervisor supervisor;

	private final Connection connection;

	private final String api;

	private final String inbox;

	private final Subscription subscription;

	private final AbandonedRequests abandoned = new AbandonedRequests();

	private int requests;

	private String request = "";

	private int outstanding;

	private Duration expires = EXPIRES;

	private @Nullable Duration silence;

	private long pulledAt;

	private long heardAt;

	private @Nullable PullEnd end = PullEnd.COMPLETE;

	private volatile boolean connectionLost;

	/** What the server has said of the request in no status. */
	private volatile @Nullable PullEnd reported;

	/**
	 * Begin without a request.
	 * @param supervisor leads to the server
	 * @param stream the stream
	 * @param durable its consumer
	 */
	PullSubscription(ConnectionSupervisor supervisor, String stream, String durable) {
		this.supervisor = supervisor;
		this.connection = supervisor.current();
		this.api = JetStreamRequest.API + "CONSUMER.MSG.NEXT." + stream + "." + durable;
		this.inbox = this.connection.createInbox();
		this.subscription = this.connection.subscribe(this.inbox + ".*");
		// What is asked for is limited; what the client drops would be missing for
		// ack-wait
		this.subscription.setPendingLimits(UNLIMITED, UNLIMITED);
		supervisor.addObserver(this);
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
		this.silence = SILENCE;
		pull(PullRequestOptions.builder(messages).expiresIn(EXPIRES).idleHeartbeat(HEARTBEAT), messages);
	}

	/**
	 * Pull for a moment only, to find out whether anybody takes requests.
	 */
	void probe(int messages) {
		this.expires = PROBE_EXPIRES;
		this.silence = null;
		pull(PullRequestOptions.builder(messages).expiresIn(PROBE_EXPIRES), messages);
	}

	private void pull(PullRequestOptions.Builder options, int messages) {
		this.connectionLost = false;
		this.reported = null;
		this.end = null;
		this.outstanding = messages;
		this.pulledAt = System.nanoTime();
		this.heardAt = this.pulledAt;
		this.requests++;
		this.request = this.inbox + "." + this.requests;
		this.connection.publish(this.api, this.request, options.build().serialize());
	}

	/**
	 * Wait for a message.
	 * @param limit how long to wait at most
	 * @return the message, or {@code null} when none came; the request may be over then
	 * @throws InterruptedException when interrupted
	 * @throws IllegalStateException when the subscription is of no use any more
	 */
	@Nullable Message next(Duration limit) throws InterruptedException {
		Message message = this.subscription.nextMessage(limit);
		if (message == null) {
			hearNothing();
			return null;
		}
		this.heardAt = System.nanoTime();
		if (message.isStatusMessage()) {
			hear(message.getSubject(), message.getStatus());
			return null;
		}
		if (!message.isJetStream()) {
			logger.debug("Somebody has published to the inbox of " + this.api);
			return null;
		}
		this.outstanding--;
		if (this.outstanding == 0) {
			this.end = PullEnd.COMPLETE;
		}
		return message;
	}

	private void hear(String about, Status status) {
		if (status.getCode() == Status.FLOW_OR_HEARTBEAT_STATUS_CODE) {
			return;
		}
		if (!about.equals(this.request)) {
			this.abandoned.ended(about);
		}
		else if (isPulling()) {
			this.end = PullEnd.ofStatus(status.getCode(), status.getMessage(), pullAgeNanos(), this.expires);
		}
	}

	private void hearNothing() {
		if (isPulling()) {
			PullEnd heard = this.reported;
			endWith((heard != null) ? heard
					: PullEnd.ofSilence(pullAgeNanos(), this.expires, System.nanoTime() - this.heardAt, this.silence));
		}
	}

	private void endWith(@Nullable PullEnd how) {
		this.end = how;
		if (how != null && how.is(PullEnd.Kind.ABANDONED)) {
			this.abandoned.add(this.request, this.pulledAt, this.expires);
		}
	}

	/**
	 * How many abandoned requests the server may still serve. What it delivers to them
	 * comes in here for as long as this is open, and nowhere else.
	 */
	int abandonedRequests() {
		return this.abandoned.count(System.nanoTime());
	}

	/**
	 * Leave it, to pull anew.
	 * @return whether to pull on this one again: what is delivered to abandoned requests
	 * would otherwise be missing for ack-wait
	 */
	boolean leave() {
		if (isPulling() && (this.connectionLost || abandonedRequests() > 0)) {
			endWith(PullEnd.abandoned("it is begun anew"));
		}
		return this.subscription.isActive() && abandonedRequests() > 0;
	}

	@Override
	public void connectionLost() {
		this.connectionLost = true;
	}

	/**
	 * The server has reported an error. It answers a request that is forbidden in no
	 * other way, and ends a subscription that has become forbidden.
	 */
	@Override
	public void serverReportedError(String error) {
		PermissionViolation violation = PermissionViolation.in(error);
		if (violation != null && (violation.subject().equals(this.api)
				|| violation.subject().equals(this.subscription.getSubject()))) {
			this.reported = PullEnd.refused(error);
		}
	}

	/**
	 * End the subscription, which also cancels its requests.
	 * @param limit how long that may take
	 * @param remaining takes messages that had arrived
	 * @throws InterruptedException when interrupted
	 */
	void close(Duration limit, Consumer<Message> remaining) throws InterruptedException {
		this.supervisor.removeObserver(this);
		try {
			CompletableFuture<Boolean> drained = this.supervisor.drain(this.subscription, limit);
			Message message;
			do {
				message = this.subscription.nextMessage(Duration.ofMillis(10));
				if (message != null && message.isJetStream()) {
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

}
