package io.natsevents.listen;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What this instance remembers of events that failed and were given back: a dead letter
 * tells when it all began. Bounded; the oldest are forgotten.
 */
final class FailureHistory {

	private static final int LIMIT = 1000;

	private final Clock clock;

	private final Map<Long, Failure> failures = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Long, Failure> eldest) {
			return size() > LIMIT;
		}

	};

	FailureHistory(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Failures of one event.
	 *
	 * @param first when it failed for the first time
	 * @param last when it failed for the last time
	 * @param cause why it failed the last time
	 */
	record Failure(Instant first, Instant last, @Nullable Throwable cause) {
	}

	/**
	 * Take note of a failure.
	 * @return what is known now
	 */
	synchronized Failure failed(long sequence, @Nullable Throwable cause) {
		Instant now = this.clock.instant();
		return this.failures.merge(sequence, new Failure(now, now, cause),
				(before, latest) -> new Failure(before.first(), now, (cause != null) ? cause : before.cause()));
	}

	synchronized boolean knows(long sequence) {
		return this.failures.containsKey(sequence);
	}

	synchronized void forget(long sequence) {
		this.failures.remove(sequence);
	}

}
