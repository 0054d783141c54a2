package io.natsevents.listen;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.nats.client.impl.NatsJetStreamMetaData;

/**
 * Remembers the highest sequence that was delivered to this instance, and when the stream
 * had stored it, as it was before each disruption that is not settled. Costs a few
 * comparisons for each delivery. Thread-safe.
 */
final class DeliveredHeight {

	/** So many deliveries in a row without one that went elsewhere. */
	static final int ALONE_AFTER = 10;

	private static final int MOST_PLACES = 4;

	private final Deque<DeliveredPlace> suspected = new ArrayDeque<>();

	private long sequence;

	private Instant storedAt = Instant.EPOCH;

	private long delivery;

	private int inRow;

	/**
	 * Take note of a delivery.
	 */
	void delivered(NatsJetStreamMetaData delivered) {
		delivered(delivered.streamSequence(), delivered.consumerSequence(), delivered.deliveredCount(),
				delivered.timestamp().toInstant());
	}

	/**
	 * Take note of a delivery.
	 * @param stream sequence of the event
	 * @param consumer number of the delivery
	 * @param count the how-manieth of this event
	 * @param stored when the stream had stored the event
	 */
	synchronized void delivered(long stream, long consumer, long count, Instant stored) {
		this.inRow = (this.delivery == 0 || consumer <= this.delivery + 1) ? this.inRow + 1 : 0;
		this.delivery = consumer;
		if (stream <= this.sequence && stored.isAfter(this.storedAt)
				&& new DeliveredPlace(this.sequence, this.storedAt).isOlderThan(stored)) {
			disrupted();
		}
		for (DeliveredPlace place : this.suspected) {
			place.delivered(stream, count, stored);
		}
		if (stream > this.sequence) {
			this.sequence = stream;
			this.storedAt = stored;
		}
	}

	/**
	 * What comes from now on may be of a stream that went back.
	 */
	synchronized void disrupted() {
		DeliveredPlace newest = this.suspected.peekFirst();
		if (this.sequence == 0 || (newest != null && newest.sequence() == this.sequence)) {
			return;
		}
		if (this.suspected.size() == MOST_PLACES) {
			this.suspected.removeFirst();
		}
		this.suspected.addFirst(new DeliveredPlace(this.sequence, this.storedAt));
	}

	/**
	 * What is to be found out.
	 * @return what was suspected last comes first
	 */
	synchronized List<Suspicion> suspicions() {
		boolean alone = this.inRow >= ALONE_AFTER;
		return this.suspected.stream().map((place) -> place.suspicion(alone)).toList();
	}

	/**
	 * The stream did not go back behind a place.
	 */
	synchronized void kept(Suspicion settled) {
		this.suspected.removeIf((place) -> place.sequence() == settled.sequence());
	}

	/**
	 * The stream went back behind a place, or nobody can tell.
	 */
	synchronized void lost(Suspicion settled) {
		for (DeliveredPlace place : List.copyOf(this.suspected)) {
			if (place.sequence() == settled.sequence() && place.sequence() == this.sequence) {
				DeliveredPlace since = place.highestSince();
				this.sequence = since.sequence();
				this.storedAt = since.storedAt();
			}
		}
		this.suspected.removeIf((place) -> place.sequence() <= settled.sequence());
	}

	/**
	 * Nothing that was delivered before is a measure any more.
	 */
	synchronized void forget() {
		this.suspected.clear();
		this.sequence = 0;
		this.storedAt = Instant.EPOCH;
	}

}
