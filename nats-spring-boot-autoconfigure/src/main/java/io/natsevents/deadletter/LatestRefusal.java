package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * Remembers for a while why the server took something not. What is refused comes again
 * every few seconds, until this instance or another has succeeded; so silence means that
 * it is over.
 */
final class LatestRefusal {

	private static final Duration LASTS = Duration.ofMinutes(1);

	private final InstantSource clock;

	private volatile @Nullable Refusal latest;

	LatestRefusal(InstantSource clock) {
		this.clock = clock;
	}

	void refused(String reason) {
		this.latest = new Refusal(reason, this.clock.instant());
	}

	void accepted() {
		this.latest = null;
	}

	/**
	 * The reason of the last refusal.
	 * @return the reason, or {@code null} when there was none in the last minute, or
	 * something was accepted since
	 */
	@Nullable String reason() {
		return reasonWithin(LASTS);
	}

	@Nullable String reasonWithin(Duration age) {
		Refusal refusal = this.latest;
		return (refusal != null && refusal.at().plus(age).isAfter(this.clock.instant())) ? refusal.reason() : null;
	}

	private record Refusal(String reason, Instant at) {
	}

}
