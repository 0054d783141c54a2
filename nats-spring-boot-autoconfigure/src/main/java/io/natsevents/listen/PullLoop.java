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

	/** Somebody has to create the stream first, which is no matter of milliseconds. */
	static final ExponentialDelays PAUSES_WITHOUT_STREAM = new ExponentialDelays(Duration.ofMillis(50), 2,
			Duration.ofSeconds(2));

	private final ListenerEndpoint endpoint;

	private final ConnectionSupervisor connection;

	private final DurableConsumer consumer;

	private final Consumer<Message> messages;

	private final Consumer<Message> leftOver;

	private final Runnable observe;

	private final ListenerStatus status;

	private final PullSubscriptions subscriptions;

	private final PullRequests requests;

	private final AcknowledgePermission acknowledging;

	private final PullSignals signals = new PullSignals();

	private final PullGate gate;

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
		this.messages = messages;
		this.leftOver = leftOver;
		this.observe = observe;
		this.status = status;
		this.subscriptions = new PullSubscriptions(connection, endpoint);
		this.acknowledging = new AcknowledgePermission(endpoint.stream(), endpoint.durable(), connection);
		this.gate = new PullGate(connection, consumer, this.acknowledging, this.signals, busyNanos,
				endpoint.settings().ackWait(), this::report);
		this.requests = new PullRequests(endpoint.id(), connection, this.subscriptions, room, messages, this.signals,
				consumer::explain, observe, this::report);
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
			this.requests.backOff(PAUSES_WITHOUT_STREAM);
		}
		catch (IOException | JetStreamApiException | RuntimeException ex) {
			logger.debug("Listener " + this.endpoint.id() + " begins anew", ex);
			report(Phase.RECOVERING, (ex.getMessage() != null) ? ex.getMessage() : ex.toString());
			this.requests.backOff(PullRequests.PAUSES);
		}
	}

	/**
	 * Pull until this has to be begun anew.
	 */
	private void pull() throws InterruptedException, IOException, JetStreamApiException {
		boolean healing = this.signals.takeHeal();
		if (healing) {
			heal();
		}
		else {
			// To wait for the answer would cost seconds while a leader is elected
			this.observe.run();
		}
		this.requests.begin(!healing);
		try {
			while (this.gate.staysOpen()) {
				if (this.requests.needConnection()) {
					// Tells so, and waits a moment
					this.gate.pass();
				}
				else {
					this.requests.step();
				}
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

}
