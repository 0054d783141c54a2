package io.natsevents.listen;

import java.util.NavigableSet;
import java.util.TreeSet;

import io.nats.client.impl.NatsJetStreamMetaData;

/**
 * Counts the deliveries of events that waited at one time. The server counts all
 * instances' deliveries, repeated ones and those of newer events among them; what of that
 * this instance sees is left out. May be used by several threads.
 */
final class DeliveryTally {

	private static final int MOST_REPEATED = 10_000;

	private static final long NONE = Long.MAX_VALUE;

	private final NavigableSet<Long> repeated = new TreeSet<>();

	private long end = NONE;

	private long begin;

	private long beyond = NONE;

	/**
	 * Forget all: the consumer is another one.
	 */
	synchronized void clear() {
		this.repeated.clear();
		this.end = NONE;
		this.beyond = NONE;
	}

	/**
	 * Begin with what waits now.
	 */
	synchronized void begin(WaitingMark mark) {
		this.begin = mark.deliveries();
		this.end = mark.end();
		this.beyond = NONE;
		this.repeated.headSet(this.begin, true).clear();
	}

	/**
	 * Take note of a delivery.
	 */
	void delivered(NatsJetStreamMetaData delivery) {
		delivered(delivery.streamSequence(), delivery.consumerSequence(), delivery.deliveredCount() > 1);
	}

	synchronized void delivered(long sequence, long delivery, boolean again) {
		if (again) {
			this.repeated.add(delivery);
			if (this.repeated.size() > MOST_REPEATED) {
				this.repeated.pollFirst();
			}
		}
		else if (sequence > this.end && delivery > this.begin) {
			this.beyond = Math.min(this.beyond, delivery);
		}
	}

	/**
	 * Whether an event was delivered that is behind all of them. None of them comes after
	 * it for the first time.
	 */
	synchronized boolean isBeyond() {
		return this.beyond != NONE;
	}

	/**
	 * How many of them were delivered, or more.
	 * @param now what the server says
	 */
	synchronized long delivered(ConsumerProgress now) {
		long last = isBeyond() ? this.beyond - 1 : now.deliveries();
		return Math.max(0, last - this.begin - this.repeated.subSet(this.begin, false, last, true).size());
	}

}
