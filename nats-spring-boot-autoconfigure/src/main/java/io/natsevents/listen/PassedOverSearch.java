package io.natsevents.listen;

import java.io.IOException;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.StoredTimes;
import io.natsevents.connection.StoredTimes.Stored;
import io.natsevents.connection.StreamBounds;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a stream went back, and which events it has stored since where its
 * consumer had been before.
 * <p>
 * The proof is another event where the highest one was that had been delivered. What was
 * stored since begins with the first event that is newer than that one: all that is newer
 * and was there is lost, and so is that one. The consumer goes on behind the place with
 * which it came back, so what it delivers for the first time is beyond.
 */
final class PassedOverSearch {

	private static final List<String> ALL = List.of(">");

	private static final int MOST = 1000;

	private final StreamPlaces places;

	PassedOverSearch(StreamPlaces places) {
		this.places = places;
	}

	/**
	 * Ask the server whether a stream went back.
	 */
	Verdict judge(Suspicion suspicion) throws IOException, JetStreamApiException {
		Stored now = this.places.at(suspicion.sequence());
		if (now == null) {
			return (this.places.bounds().last() < suspicion.sequence()) ? Verdict.NOT_THERE_YET : Verdict.UNKNOWN;
		}
		if (now.at().equals(suspicion.storedAt())) {
			return Verdict.KEPT;
		}
		// Otherwise the clocks tell nothing
		return now.at().isBefore(suspicion.newSince()) ? Verdict.UNKNOWN : Verdict.WENT_BACK;
	}

	/**
	 * Find what was passed over by a consumer whose stream went back.
	 * @param suspicion what was proved
	 * @param consumer the consumer now
	 * @return {@code null} for nothing
	 */
	@Nullable PassedOver find(Suspicion suspicion, ConsumerProgress consumer) throws IOException, JetStreamApiException {
		StreamBounds bounds = this.places.bounds();
		StoredTimes times = (sequence) -> this.places.next(sequence, ALL);
		long begin = times.firstAt(suspicion.newSince(), bounds);
		boolean delivered = suspicion.firstAfter() > 0;
		long end = delivered ? suspicion.firstAfter() - 1 : Math.min(consumer.delivered(), bounds.last());
		return find(begin, end, suspicion, consumer.filters().isEmpty() ? ALL : consumer.filters(),
				delivered && suspicion.alone());
	}

	private @Nullable PassedOver find(long begin, long end, Suspicion suspicion, List<String> filters, boolean certain)
			throws IOException {
		long first = 0;
		long last = 0;
		int count = 0;
		long sequence = begin;
		while (sequence <= end && count < MOST) {
			Stored next = this.places.next(sequence, filters);
			if (next == null || next.sequence() > end) {
				break;
			}
			sequence = next.sequence() + 1;
			if (!suspicion.repeated().contains(next.sequence())) {
				first = (count == 0) ? next.sequence() : first;
				last = next.sequence();
				count++;
			}
		}
		return (count > 0) ? new PassedOver(first, (count < MOST) ? last : end, count, certain) : null;
	}

	/**
	 * What the server says about a suspicion.
	 */
	enum Verdict {

		/** The event is where it was. */
		KEPT,

		/** Another event is where it was. */
		WENT_BACK,

		/** The stream has not come to its place. */
		NOT_THERE_YET,

		/** Nobody can tell any more. */
		UNKNOWN

	}

}
