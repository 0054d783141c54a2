package io.natsevents.listen;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import io.natsevents.connection.ConnectionState;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.listen.ListenerState.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a listener may ask for messages now.
 */
final class PullGate {

	private static final Duration WAIT = Duration.ofMillis(100);

	private final ConnectionSupervisor connection;

	private final DurableConsumer consumer;

	private final AcknowledgePermission acknowledging;

	private final PullSignals signals;

	private final LongSupplier busyNanos;

	private final long longestBusyNanos;

	private final BiConsumer<Phase, @Nullable String> report;

	/**
	 * Create a gate.
	 * @param connection leads to the server
	 * @param consumer the durable consumer to pull from
	 * @param acknowledging whether what is handled can be acknowledged
	 * @param signals what others want of the loop
	 * @param busyNanos for how long no handler has been free
	 * @param ackWait how long the server waits for an acknowledgement
	 * @param report is told what is in the way
	 */
	PullGate(ConnectionSupervisor connection, DurableConsumer consumer, AcknowledgePermission acknowledging,
			PullSignals signals, LongSupplier busyNanos, Duration ackWait, BiConsumer<Phase, @Nullable String> report) {
		this.connection = connection;
		this.consumer = consumer;
		this.acknowledging = acknowledging;
		this.signals = signals;
		this.busyNanos = busyNanos;
		this.longestBusyNanos = ackWait.toNanos() / 2;
		this.report = report;
	}

	/**
	 * Pass, or report what is in the way and wait a moment.
	 * @return whether messages may be asked for
	 */
	boolean pass() throws InterruptedException {
		if (this.signals.isPaused()) {
			return await(Phase.PAUSED, null);
		}
		if (!this.connection.isConnected()) {
			reportNoConnection();
			this.signals.await(WAIT);
			return false;
		}
		String denial = this.acknowledging.denial();
		if (denial != null) {
			this.report.accept(Phase.RECOVERING, denial);
			this.acknowledging.probe();
			return false;
		}
		return !isBusy() || await(Phase.BUSY, "all handlers have been running for more than half of ack-wait");
	}

	private boolean await(Phase phase, @Nullable String reason) {
		this.report.accept(phase, reason);
		this.signals.await(WAIT);
		return false;
	}

	private void reportNoConnection() {
		ConnectionState state = this.connection.state();
		if (!state.connected() && !state.moving()) {
			this.report.accept(this.consumer.isDeclared() ? Phase.RECOVERING : Phase.WAITING_FOR_CONNECTION,
					"there is no connection to NATS");
		}
	}

	/**
	 * Whether whoever has passed may go on pulling on the same subscription. A lost
	 * connection needs no end: the client goes on with it.
	 */
	boolean staysOpen() {
		return !this.signals.isInterrupting() && !isBusy() && this.acknowledging.denial() == null;
	}

	/**
	 * A request left outstanding while handlers take so long would get the very event
	 * that the server is about to deliver again, and keep it from an instance that is
	 * free.
	 */
	private boolean isBusy() {
		return this.busyNanos.getAsLong() > this.longestBusyNanos;
	}

}
