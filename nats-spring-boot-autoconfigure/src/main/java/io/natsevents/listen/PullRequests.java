package io.natsevents.listen;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.nats.client.Message;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.listen.ListenerState.Phase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes one request for messages after the other, passes on what comes, and judges how
 * each of them went. Belongs to the thread that pulls.
 */
final class PullRequests {

	private static final Log logger = LogFactory.getLog(PullLoop.class);

	private static final Duration WAIT = Duration.ofMillis(100);

	/** No complaint of the server for this long means that the request is alive. */
	private static final Duration ALIVE_AFTER = Duration.ofMillis(200);

	/**
	 * Without a pause a deleted consumer would be asked thousands of times a second; with
	 * a long one the return of the server would be noticed late.
	 */
	static final ExponentialDelays PAUSES = new ExponentialDelays(Duration.ofMillis(50), 2, Duration.ofMillis(250));

	private final String listenerId;

	private final ConnectionSupervisor connection;

	private final PullSubscriptions subscriptions;

	private final PullRoom room;

	private final Consumer<Message> messages;

	private final PullSignals signals;

	private final UnaryOperator<@Nullable String> explain;

	private final Runnable observe;

	private final BiConsumer<Phase, @Nullable String> report;

	private int failures;

	private boolean busy;

	private boolean probing;

	/** The end of a request is still to be judged. */
	private boolean requested;

	/**
	 * Create them.
	 * @param listenerId the listener
	 * @param connection leads to the server
	 * @param subscriptions make the requests
	 * @param room says how much to ask for
	 * @param messages takes the messages
	 * @param signals say what others want
	 * @param explain completes the reason for which a request was refused
	 * @param observe has the consumer looked at, without waiting for it
	 * @param report is told how it goes
	 */
	PullRequests(String listenerId, ConnectionSupervisor connection, PullSubscriptions subscriptions, PullRoom room,
			Consumer<Message> messages, PullSignals signals, UnaryOperator<@Nullable String> explain, Runnable observe,
			BiConsumer<Phase, @Nullable String> report) {
		this.listenerId = listenerId;
		this.connection = connection;
		this.subscriptions = subscriptions;
		this.room = room;
		this.messages = messages;
		this.signals = signals;
		this.explain = explain;
		this.observe = observe;
		this.report = report;
	}

	/**
	 * Begin anew.
	 * @param unsure whether anybody takes requests is to be found out
	 */
	void begin(boolean unsure) {
		this.probing = this.probing || unsure;
		this.requested = false;
		this.room.disrupted();
	}

	/**
	 * Whether there is nothing to do without a connection. What was asked for now would
	 * be served when nobody expects it any more.
	 */
	boolean needConnection() {
		return !this.connection.isConnected() && !this.subscriptions.isReady()
				&& !this.subscriptions.current().isPulling();
	}

	/**
	 * Ask if nothing is asked for, and pass on what comes.
	 */
	void step() throws InterruptedException {
		PullSubscription current = this.subscriptions.current();
		if (!current.isPulling() && !this.subscriptions.isReady() && !request(current)) {
			return;
		}
		if (this.room.isWellFilled()) {
			// To be woken for each message takes a tenth of the processor time of a fast
			// listener
			this.subscriptions.gather();
		}
		Message message = this.subscriptions.next(WAIT);
		if (message != null) {
			this.busy = true;
			this.room.received(message);
			this.messages.accept(message);
			alive();
		}
		else if (this.subscriptions.takeLateAnswer()) {
			alive();
		}
		else if (current.isPulling() && !this.probing && current.pullAgeNanos() > ALIVE_AFTER.toNanos()) {
			alive();
			becomeIdle();
		}
		if (this.requested && !current.isPulling()) {
			this.requested = false;
			ended(current.end());
		}
	}

	/**
	 * Ask for messages, if there is room and nothing has come for a request that was
	 * abandoned.
	 * @return whether there is something to wait for
	 */
	private boolean request(PullSubscription current) throws InterruptedException {
		this.subscriptions.readAbandoned();
		if (this.subscriptions.isReady()) {
			return true;
		}
		int free = awaitRoom(this.subscriptions.abandoned());
		if (free == 0 || !this.connection.isConnected()) {
			return false;
		}
		if (this.probing || this.room.isCatchingUp()) {
			// A server that is frozen serves all probes when it goes on
			current.probe(this.probing ? 1 : free);
		}
		else {
			current.pull(free);
		}
		this.requested = true;
		return true;
	}

	private int awaitRoom(int abandoned) throws InterruptedException {
		int free = this.room.await(WAIT, abandoned);
		if (this.room.isUnanswered()) {
			this.report.accept(Phase.RECOVERING, "the server does not tell about the consumer");
			this.observe.run();
		}
		else if (this.room.reason() != null) {
			this.report.accept(Phase.PULLING, this.room.reason());
		}
		return free;
	}

	private void alive() {
		this.probing = false;
		this.failures = 0;
		this.report.accept(Phase.PULLING, this.room.reason());
	}

	private void becomeIdle() {
		if (this.busy && this.room.isEverythingSettled()) {
			this.busy = false;
			this.observe.run();
		}
	}

	private void ended(@Nullable PullEnd end) {
		if (end == null || end.is(PullEnd.Kind.COMPLETE)) {
			alive();
		}
		else {
			recover(end);
		}
	}

	/**
	 * The request was refused or fell silent: a leader is being elected, or the consumer
	 * is gone.
	 */
	private void recover(PullEnd end) {
		logger.debug("Listener " + this.listenerId + " pulls again: " + end.reason());
		boolean refused = end.is(PullEnd.Kind.REFUSED);
		if (refused || this.failures > 0) {
			// The first time is forgiven unless it is an error: a leader steps down in no
			// time
			this.report.accept(Phase.RECOVERING, this.explain.apply(end.reason()));
		}
		this.probing = true;
		this.room.disrupted();
		if (end.is(PullEnd.Kind.ABANDONED)) {
			// To wait for it was pause enough
			this.failures++;
			this.signals.renew();
			return;
		}
		backOff(PAUSES);
		if (refused) {
			this.signals.heal();
		}
		else {
			this.observe.run();
		}
	}

	/**
	 * Wait before the next try, longer each time until something comes.
	 */
	void backOff(ExponentialDelays pauses) {
		this.failures++;
		this.signals.await(pauses.before(this.failures));
	}

}
