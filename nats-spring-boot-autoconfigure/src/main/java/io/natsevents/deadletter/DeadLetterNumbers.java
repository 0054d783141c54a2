package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How many dead letters there are, and since when.
 *
 * @param messages how many
 * @param oldest when the oldest was stored, or {@code null} when there is none. One that
 * is redriven is stored again
 */
public record DeadLetterNumbers(long messages, @Nullable Instant oldest) {

	/**
	 * How old the oldest is.
	 * @param now the time of now
	 * @return its age, zero when there is none
	 */
	public Duration age(Instant now) {
		return (this.oldest != null && this.oldest.isBefore(now)) ? Duration.between(this.oldest, now) : Duration.ZERO;
	}

}
