package io.natsevents.listen;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.StoredPosition;
import org.jspecify.annotations.Nullable;

/**
 * What this instance remembers of events that failed or were given back: a dead letter
 * tells when it all began, and a delivery that was only given back is not held against
 * the event. Bounded; the oldest are forgotten. Events are known by sequence and time of
 * storing, since a stream made anew counts from 1 again.
 */
final class FailureHistory {

	private static final int LIMIT = 1000;

	private final InstantSource clock;

	private final Map<StoredPosition, Failure> failures = bounded();

	private final Map<StoredPosition, Long> givenBack = bounded();

	private final Map<StoredPosition, GivenUp> givenUp = bounded();

	FailureHistory(InstantSource clock) {
		this.clock = clock;
	}

	private static <V> Map<StoredPosition, V> bounded() {
		return new LinkedHashMap<>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<StoredPosition, V> eldest) {
				return size() > LIMIT;
			}

		};
	}

	/**
	 * Take note of a failure.
	 * @return what is known now
	 */
	synchronized Failure failed(StoredPosition position, @Nullable Throwable cause) {
		Instant now = this.clock.instant();
		return this.failures.merge(position, new Failure(now, now, cause, 1),
				(before, latest) -> new Failure(before.first(), now, (cause != null) ? cause : before.cause(),
						before.count() + 1));
	}

	/**
	 * How often an event is known to have failed.
	 */
	synchronized long failures(StoredPosition position) {
		Failure known = this.failures.get(position);
		return (known != null) ? known.count() : 0;
	}

	/**
	 * Take note of an event that was given up and could not be parked.
	 */
	synchronized void givenUp(StoredPosition position, GivenUp why) {
		this.givenUp.put(position, why);
	}

	/**
	 * Why an event was given up that could not be parked.
	 * @return the reason, or {@code null} when it was not
	 */
	synchronized @Nullable GivenUp givenUp(StoredPosition position) {
		return this.givenUp.get(position);
	}

	/**
	 * Take note of a delivery that was given back without having failed.
	 */
	synchronized void givenBack(StoredPosition position) {
		this.givenBack.merge(position, 1L, Long::sum);
	}

	/**
	 * How many of an event's deliveries can have failed.
	 */
	long attempts(Delivery delivery) {
		long deliveries = delivery.deliveryCount();
		if (deliveries == 1) {
			return 1;
		}
		synchronized (this) {
			return deliveries - this.givenBack.getOrDefault(delivery.position(), 0L);
		}
	}

	synchronized void forget(StoredPosition position) {
		this.failures.remove(position);
		this.givenBack.remove(position);
		this.givenUp.remove(position);
	}

	/**
	 * Failures of one event.
	 *
	 * @param first when it failed for the first time
	 * @param last when it failed for the last time
	 * @param cause why it failed the last time
	 * @param count how often it failed
	 */
	record Failure(Instant first, Instant last, @Nullable Throwable cause, long count) {
	}

	/**
	 * Why an event was given up.
	 *
	 * @param reason the reason
	 * @param eventId id of the event, as far as it is known
	 */
	record GivenUp(DeadLetterReason reason, @Nullable String eventId) {
	}

}
