package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.Subscription;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.PermissionViolation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of its own for pull requests, one after the other, until one is
 * abandoned.
 * <p>
 * A message does not tell for which request it was delivered but by the subscription it
 * comes in on, and the client's own pull subscription does not even tell which one a
 * status belongs to (jnats 2.26.2): what still comes for an abandoned request would be
 * taken for the next one's. Used by one thread, save for what it is told as an observer.
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

	private static final Duration CLOSING_WAIT = Duration.ofMillis(10);

	private static final Duration NO_WAIT = Duration.ofNanos(1);

	private static final long UNLIMITED = 0;

	private final ConnectionSupervisor supervisor;

	private final Connection connection;

	private final String api;

	private final String inbox;

	private final Subscription subscription;

	private int requests;

	private PullRequest request = PullRequest.none();

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
		// What the client drops would be missing for ack-wait
		this.subscription.setPendingLimits(UNLIMITED, UNLIMITED);
		supervisor.addObserver(this);
	}

	boolean isPulling() {
		return this.request.isOutstanding();
	}

	/**
	 * How the last request has ended.
	 * @return the end, or {@code null} while it is outstanding
	 */
	@Nullable PullEnd end() {
		return this.request.end();
	}

	/**
	 * For how long the request has been outstanding.
	 */
	long pullAgeNanos() {
		return this.request.ageNanos();
	}

	void pull(int messages) {
		pull(PullRequestOptions.builder(messages).expiresIn(EXPIRES).idleHeartbeat(HEARTBEAT).build(), SILENCE);
	}

	/**
	 * Pull for a moment only, to find out whether anybody takes requests.
	 */
	void probe(int messages) {
		pull(PullRequestOptions.builder(messages).expiresIn(PROBE_EXPIRES).build(), null);
	}

	private void pull(PullRequestOptions options, @Nullable Duration silence) {
		this.connectionLost = false;
		this.reported = null;
		this.requests++;
		String reply = this.inbox + "." + this.requests;
		this.request = new PullRequest(reply, options.getBatchSize(), options.getExpiresIn(), silence);
		this.connection.publish(this.api, reply, options.serialize());
	}

	boolean hasNothingWaiting() {
		return this.subscription.getPendingMessageCount() == 0;
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
			this.request.heardNothing(this.reported);
			return null;
		}
		return hear(message) ? message : null;
	}

	/**
	 * Take note of what has come.
	 * @return whether it is a message of the stream
	 */
	private boolean hear(Message message) {
		if (message.isStatusMessage()) {
			this.request.heard(message.getSubject(), message.getStatus());
			return false;
		}
		if (!isDelivery(message)) {
			logger.debug("Somebody has published to the inbox of " + this.api);
			return false;
		}
		this.request.delivered();
		return true;
	}

	private static boolean isDelivery(Message message) {
		try {
			return message.isJetStream() && message.metaData().streamSequence() > 0;
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// A reply subject that looks like that of a delivery and is none
			return false;
		}
	}

	/**
	 * Give up waiting for the outstanding request if the connection was lost on which it
	 * was made.
	 */
	void abandonIfConnectionWasLost() {
		if (this.connectionLost) {
			this.request.abandon("the connection was lost");
		}
	}

	/**
	 * Whether the server may still deliver messages to a request that was abandoned. They
	 * come in here for as long as this is open, and nowhere else.
	 */
	boolean mayBeServed() {
		return this.request.mayBeServed() && this.subscription.isActive();
	}

	/**
	 * Whether the server has said how its request ended after it was abandoned.
	 */
	boolean isAnsweredLate() {
		return this.request.isAnsweredLate();
	}

	/**
	 * Take what has come, without waiting.
	 * @param messages takes the messages
	 */
	void takeAll(Consumer<Message> messages) throws InterruptedException {
		takeAll(messages, NO_WAIT);
	}

	private void takeAll(Consumer<Message> messages, Duration wait) throws InterruptedException {
		Message message = nextIfActive(wait);
		while (message != null) {
			if (hear(message)) {
				messages.accept(message);
			}
			message = nextIfActive(wait);
		}
	}

	private @Nullable Message nextIfActive(Duration wait) throws InterruptedException {
		try {
			return this.subscription.nextMessage(wait);
		}
		catch (IllegalStateException ex) {
			logger.trace("By the end of a drain, or because the connection was replaced", ex);
			return null;
		}
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
	 * End the subscription, which also cancels its request, unless the server still sees
	 * somebody behind a dead connection.
	 * @param limit how long that may take
	 * @param remaining takes messages that had arrived
	 * @throws InterruptedException when interrupted
	 */
	void close(Duration limit, Consumer<Message> remaining) throws InterruptedException {
		boolean drained = false;
		try {
			CompletableFuture<Boolean> draining = this.supervisor.drain(this.subscription, limit);
			do {
				takeAll(remaining, CLOSING_WAIT);
			}
			while (!draining.isDone());
			drained = true;
		}
		catch (TimeoutException | IllegalStateException ex) {
			logger.trace("The subscription cannot be drained", ex);
		}
		finally {
			try {
				if (!drained) {
					takeAll(remaining);
				}
			}
			finally {
				unsubscribe();
			}
		}
	}

	/**
	 * End the subscription at once.
	 */
	void unsubscribe() {
		this.supervisor.removeObserver(this);
		try {
			this.subscription.unsubscribe();
		}
		catch (IllegalStateException ex) {
			// By the end of the drain, or because the connection was replaced
			logger.trace("The subscription has ended by itself", ex);
		}
	}

}
