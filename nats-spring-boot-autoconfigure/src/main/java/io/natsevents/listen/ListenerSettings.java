package io.natsevents.listen;

import java.time.Duration;

/**
 * How one listener works.
 *
 * @param ackWait after how long without an answer the server delivers an event again
 * @param retry what happens to an event whose handler failed
 * @param concurrency how many events, or batches, this instance handles at a time
 * @param ordering in which order events are handled
 * @param ackMode who settles an event
 * @param ackTimeout how long a handler that settles by hand may take
 * @param confirmAcks whether to wait for the server's confirmation of acknowledgements;
 * always when this instance keeps the order of keys: one that got lost would bring its
 * event again behind later ones
 * @param maxInFlight how many unsettled events this instance holds at most
 * @param maxAckPending how many unsettled events all instances hold at most
 * @param extendAckWait whether a running handler keeps its event however long it takes;
 * always when events are handled in an order, since nobody else may begin them meanwhile
 * @param deliverFrom with which event the durable consumer begins when it is created for
 * the first time
 * @param missingStream what to do when the stream is not there
 * @param autoStartup whether to start with the application
 * @param shutdownTimeout how long running handlers may take at the end
 */
public record ListenerSettings(Duration ackWait, ListenerRetry retry, int concurrency, Ordering ordering,
		AckMode ackMode, Duration ackTimeout, boolean confirmAcks, int maxInFlight, int maxAckPending,
		boolean extendAckWait, DeliverFrom deliverFrom, MissingStream missingStream, boolean autoStartup,
		Duration shutdownTimeout) {

	public ListenerSettings {
		extendAckWait = extendAckWait || ordering != Ordering.NONE;
		confirmAcks = confirmAcks || ordering == Ordering.KEY;
		requirePositive("concurrency", concurrency);
		requirePositive("max-in-flight", maxInFlight);
		requirePositive("max-ack-pending", maxAckPending);
		requirePositive("ack-wait", ackWait.toNanos());
		requirePositive("ack-timeout", ackTimeout.toNanos());
		if (shutdownTimeout.isNegative()) {
			throw new IllegalArgumentException("shutdown-timeout must not be negative but is " + shutdownTimeout);
		}
		if (maxInFlight < concurrency) {
			throw new IllegalArgumentException("max-in-flight " + maxInFlight + " must not be less than concurrency "
					+ concurrency + ", or some handlers would never get an event");
		}
	}

	/**
	 * The same settings for a replay, which keeps the order of keys in one instance,
	 * whoever keeps it else.
	 */
	ListenerSettings forReplay() {
		boolean confirmed = this.confirmAcks || this.ordering != Ordering.NONE;
		return new ListenerSettings(this.ackWait, this.retry, this.concurrency, this.ordering, this.ackMode,
				this.ackTimeout, confirmed, this.maxInFlight, this.maxAckPending, true, this.deliverFrom,
				this.missingStream, this.autoStartup, this.shutdownTimeout);
	}

	/**
	 * The same settings for one of the partitions of an ordered listener, of which no
	 * more than one event is out.
	 */
	ListenerSettings oneAtATime() {
		return new ListenerSettings(this.ackWait, this.retry, 1, this.ordering, this.ackMode, this.ackTimeout,
				this.confirmAcks, 1, 1, this.extendAckWait, this.deliverFrom, this.missingStream, this.autoStartup,
				this.shutdownTimeout);
	}

	private static void requirePositive(String field, long value) {
		if (value <= 0) {
			throw new IllegalArgumentException(field + " must be more than 0");
		}
	}

}
