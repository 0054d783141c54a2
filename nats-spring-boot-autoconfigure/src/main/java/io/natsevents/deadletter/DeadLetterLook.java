package io.natsevents.deadletter;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What was seen at the last look at the dead letters.
 *
 * @param numbers the dead letters, or {@code null} when none were ever counted
 * @param at when they were counted, or {@code null} when they never were
 * @param alert the alert that is raised, or {@code null} when there is none
 * @param problem why the last look failed, or {@code null} when it did not
 */
public record DeadLetterLook(@Nullable DeadLetterNumbers numbers, @Nullable Instant at, @Nullable DeadLetterAlert alert,
		@Nullable String problem) {

	static final DeadLetterLook NONE = new DeadLetterLook(null, null, null, null);

	DeadLetterLook failed(String reason) {
		return new DeadLetterLook(this.numbers, this.at, this.alert, reason);
	}

}
