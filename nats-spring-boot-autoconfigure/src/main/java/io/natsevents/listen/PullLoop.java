package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.listen.ListenerState.Phase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server for messages and passes them on, on a thread of its own, whatever
 * happens to connection, consumer or stream, until it is stopped.
 */
final class PullLoop implements Runnable, ConnectionObserver {

	private static final Log logger = LogFactory.getLog(PullLoop.class);

	private static final Duration WAIT = Duration.ofMillis(100);

	/** No complaint of the server for this long means that the request is alive. */
	private static final Duration ALIVE_AFTER = Duration.ofMillis(200);

	/**
	 * Without a pause a deleted consumer would be asked thousands of times a second; with
	 * a long one the return of the server would be noticed late.
	 */
	private static final ExponentialDelays PAUSES = new ExponentialDelays(Duration.ofMillis(50), 2,
			Duration.ofMillis(250));

	/** Somebody has to create the stream first, which is no matter of milliseconds. */
	static final ExponentialDelays PAUSES_WITHOUT_STREAM = new ExponentialDelays(Duration.ofMillis(50), 2,
			Duration.ofSeconds(2));

	private final ListenerEndpoint endpoint;

	private final ConnectionSupervisor connection;

	private final DurableConsumer consumer;

	private final PullRoom room;

	private final Consumer<Message> messages;

	private final Consumer<Message> leftOver;

	private final Runnable observe;

	private final ListenerStatus status;

	private final PullSubscriptions subscriptions;

	private final AcknowledgePermission acknowledging;

	private final PullSignals signals = new PullSignals();

	private final PullGate gate;

	private int failures;

	private boolean busy;

	private boolean probing;

	private boolean requested;

	/**
	 * Create a loop.
	 * @param endpoint the listener
	 * @param connection leads to the server
	 * @param consumer the durable consumer to pull from
	 * @param room says how much to ask for
	 * @param messages takes the messages
	 * @param leftOver takes messages that arrive while stopping
	 * @param observe has the consumer looked at, without waiting for it
	 * @param busyNanos for how long no handler has been free
	 * @param status is told how it goes
	 */
	PullLoop(ListenerEndpoint endpoint, ConnectionSupervisor connection, DurableConsumer consumer, PullRoom room,
			Consumer<Message> messages, Consumer<Message> leftOver, Runnable observe, LongSupplier busyNanos,
			ListenerStatus status) {
		this.endpoint = endpoint;
		this.connection = connection;
		this.consumer = consumer;
		this.room = room;
		this.messages = messages;
		this.leftOver = leftOver;
		this.observe = observe;
		this.status = status;
		this.subscriptions = new PullSubscriptions(connection, endpoint);
		this.acknowledging = new AcknowledgePermission(endpoint.stream(), endpoint.durable(), connection);
		this.gate = new PullGate(connection, consumer, this.acknowledging, this.signals, busyNanos,
				endpoint.settings().ackWait(), this::report);
	}

	PullSignals signals() {
		return this.signals;
	}

	@Override
	public void connectionReady() {
		this.signals.renew();
	}

	@Override
	public void run() {
		this.signals.attend();
		this.connection.addObserver(this);
		this.connection.addObserver(this.acknowledging);
		try {
			while (!this.signals.isStopped()) {
				round();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			report(Phase.FAILED, "its thread was interrupted");
		}
		finally {
			this.connection.removeObserver(this.acknowledging);
			this.connection.removeObserver(this);
			closeSubscriptions();
		}
	}

	private void closeSubscriptions() {
		try {
			this.subscriptions.close(remaining());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Pull until something is to be begun anew. Nothing that can go wrong ends the loop.
	 */
	private void round() throws InterruptedException {
		this.signals.beginAnew();
		try {
			if (this.gate.pass()) {
				pull();
			}
			else {
				// What the server delivers meanwhile others may handle
				this.subscriptions.handOverAbandoned(this.leftOver);
			}
		}
		catch (MissingStreamException ex) {
			report(Phase.WAITING_FOR_STREAM, ex.getMessage());
			backOff(PAUSES_WITHOUT_STREAM);
		}
		catch (IOException | JetStreamApiException | RuntimeException ex) {
			logger.debug("Listener " + this.endpoint.id() + " begins anew", ex);
			report(Phase.RECOVERING, (ex.getMessage() != null) ? ex.getMessage() : ex.toString());
			backOff(PAUSES);
		}
	}

	/**
	 * Pull until this has to be begun anew.
	 */
	private void pull() throws InterruptedException, IOException, JetStreamApiException {
		if (this.signals.takeHeal()) {
			heal();
		}
		else {
			// To wait for the answer would cost seconds while a leader is elected
			this.observe.run();
			this.probing = true;
		}
		this.room.disrupted();
		this.requested = false;
		try {
			while (this.gate.staysOpen()) {
				step(this.subscriptions.current());
			}
		}
		finally {
			this.subscriptions.leave(remaining());
		}
	}

	private Consumer<Message> remaining() {
		return this.signals.isStopped() ? this.leftOver : this.messages;
	}

	private void heal() throws IOException, JetStreamApiException {
		boolean healed = false;
		try {
			this.consumer.heal();
			healed = true;
		}
		finally {
			if (!healed) {
				this.signals.healNextTime();
			}
		}
	}

	/**
	 * Stopping may give up waiting for this loop; it must not speak for the listener
	 * then.
	 */
	private void report(Phase phase, @Nullable String reason) {
		if (!this.signals.isStopped()) {
			this.status.become(phase, reason);
		}
	}

	private void step(PullSubscription current) throws InterruptedException {
		if (!current.isPulling() && !this.subscriptions.isReady() && !request(current)) {
			return;
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
		if (!this.connection.isConnected()) {
			// What is sent now would be served when nobody expects it any more
			this.gate.pass();
			return false;
		}
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
			report(Phase.RECOVERING, "the server does not tell about the consumer");
			this.observe.run();
		}
		else if (this.room.reason() != null) {
			report(Phase.PULLING, this.room.reason());
		}
		return free;
	}

	private void alive() {
		this.probing = false;
		this.failures = 0;
		report(Phase.PULLING, this.room.reason());
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
		logger.debug("Listener " + this.endpoint.id() + " pulls again: " + end.reason());
		boolean refused = end.is(PullEnd.Kind.REFUSED);
		if (refused || this.failures > 0) {
			// The first time is forgiven unless it is an error: a leader steps down in no
			// time
			report(Phase.RECOVERING, this.consumer.explain(end.reason()));
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

	private void backOff(ExponentialDelays pauses) {
		this.failures++;
		this.signals.await(pauses.before(this.failures));
	}

}
