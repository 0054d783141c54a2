package io.natsevents.listen;

import java.time.Duration;
import java.time.InstantSource;

import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which of the events that wait for a consumer of some types are discarded. As
 * events are delivered in their order, one that waited was delivered, waits still, or is
 * gone. Those that wait still are told from new ones by their place in the stream, so new
 * ones hide nothing. The server is asked for more than the stream only when that has
 * discarded something behind what was delivered. Not thread-safe, but told of deliveries
 * by any thread.
 */
final class WaitingEvents {

	/** A leader that was just elected may not know all that waits. */
	private static final long CONFIRM_AFTER = Duration.ofSeconds(1).toNanos();

	private final InstantSource clock;

	private final WaitingQuestions questions;

	private final DeliveryTally tally = new DeliveryTally();

	private @Nullable WaitingMark mark;

	private long suspected;

	private long suspectedAt;

	private boolean passed;

	private boolean unclear;

	/**
	 * Begin without knowing what waits.
	 * @param clock tells when something is noticed
	 * @param questions asks the server
	 */
	WaitingEvents(InstantSource clock, WaitingQuestions questions) {
		this.clock = clock;
		this.questions = questions;
	}

	/**
	 * Begin anew with where the consumer stands.
	 */
	void begin(ConsumerProgress now) {
		this.tally.clear();
		goOnWith((now.pending() > 0) ? WaitingMark.withoutEnd(now) : null);
	}

	private void goOnWith(@Nullable WaitingMark next) {
		this.mark = next;
		this.suspected = 0;
		this.passed = false;
		this.unclear = false;
		if (next != null) {
			this.tally.begin(next);
		}
	}

	/**
	 * Take note of a delivery.
	 */
	void delivered(NatsJetStreamMetaData delivery) {
		this.tally.delivered(delivery);
	}

	/**
	 * Take note of a delivery.
	 */
	void delivered(long sequence, long delivery, boolean again) {
		this.tally.delivered(sequence, delivery, again);
	}

	/**
	 * Whether something looks like a loss and waits to be confirmed.
	 */
	boolean isSuspicious() {
		return this.suspected > 0 || this.unclear;
	}

	/**
	 * Judge what the server says now.
	 * @param now the consumer, which went on since it was looked at before
	 * @return what was missed and not reported yet, or {@code null} for nothing
	 */
	@Nullable MissedEvents observe(ConsumerProgress now) {
		if (this.mark == null && now.pending() == 0) {
			return null;
		}
		// Asked after the consumer: nothing that waits for it is behind the end of this
		StreamSnapshot stream = this.questions.stream();
		if (stream == null) {
			return null;
		}
		WaitingMark known = knownUpTo(stream);
		if (known == null || !known.isReachedBy(stream)) {
			goOnFrom(now, now.delivered(), stream);
			return null;
		}
		return judge(known, now, stream);
	}

	private @Nullable WaitingMark knownUpTo(StreamSnapshot stream) {
		WaitingMark known = this.mark;
		if (known != null && known.isWithoutEnd()) {
			known = known.endingAt(stream.last());
			this.mark = known;
			this.tally.begin(known);
		}
		return known;
	}

	private void goOnFrom(ConsumerProgress now, long certain, StreamSnapshot stream) {
		goOnWith((now.pending() > 0) ? WaitingMark.of(now, certain, stream.last()) : null);
	}

	private @Nullable MissedEvents judge(WaitingMark known, ConsumerProgress now, StreamSnapshot stream) {
		boolean settled = this.tally.isBeyond();
		WaitingCount count = settled ? null : this.questions.behind(known.end(), now);
		if (count != null && !count.consumer().continues(now)) {
			return null;
		}
		ConsumerProgress latest = (count != null) ? count.consumer() : now;
		// The stream was asked before the count
		boolean gone = settled || this.passed || (count != null && known.isPassedBy(stream));
		this.passed = known.isPassedBy(stream);
		long waiting = gone ? 0 : (count != null) ? count.stillWaiting() : now.pending();
		long lost = known.pending() - this.tally.delivered(latest) - waiting;
		if (lost <= 0) {
			judgeNoLoss(known, now, stream, settled || (count != null && latest.delivered() < known.end()));
			return null;
		}
		if (!settled && this.suspected == 0) {
			this.suspected = lost;
			this.suspectedAt = stream.askedAt();
			return null;
		}
		if (!settled && stream.askedAt() - this.suspectedAt < CONFIRM_AFTER) {
			return null;
		}
		long certainly = settled ? lost : Math.min(lost, this.suspected);
		goOnFrom(now, now.delivered(), stream);
		return new MissedEvents(certainly, known.certain() + 1, stream.first() - 1, this.clock.instant());
	}

	/**
	 * As long as some of them may wait, or deliveries of newer events may be on their
	 * way, too many seem to be delivered.
	 */
	private void judgeNoLoss(WaitingMark known, ConsumerProgress now, StreamSnapshot stream, boolean clear) {
		boolean over = now.delivered() >= known.end() || this.passed;
		if (clear || (over && this.unclear)) {
			// What came later and went before this is not known
			goOnFrom(now, known.end(), stream);
			return;
		}
		this.suspected = 0;
		this.unclear = over;
	}

}
