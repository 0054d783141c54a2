package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How many dead letters there may be, and how old they may become, before somebody is to
 * be woken.
 *
 * @param messages the number at which it is too many, or 0 for no limit
 * @param age the age at which the oldest is too old, or {@link Duration#ZERO} for no
 * limit
 */
public record DeadLetterLimits(long messages, Duration age) {

	public DeadLetterLimits {
		if (messages < 0) {
			throw new IllegalArgumentException("messages must not be negative but is " + messages);
		}
		if (age.isNegative()) {
			throw new IllegalArgumentException("age must not be negative but is " + age);
		}
	}

	/**
	 * Whether a limit is reached.
	 */
	boolean areReached(DeadLetterNumbers numbers, Instant now) {
		return (this.messages > 0 && numbers.messages() >= this.messages)
				|| (isAgeLimited() && numbers.age(now).compareTo(this.age) >= 0);
	}

	/**
	 * Whether the numbers are below half of every limit. Near a limit they go up and down
	 * across it, and nobody wants to be told each time.
	 */
	boolean areFarAway(DeadLetterNumbers numbers, Instant now) {
		return (this.messages == 0 || numbers.messages() < this.messages - numbers.messages())
				&& (!isAgeLimited() || numbers.age(now).multipliedBy(2).compareTo(this.age) < 0);
	}

	/**
	 * The smaller limits of two.
	 */
	DeadLetterLimits and(@Nullable DeadLetterLimits other) {
		if (other == null) {
			return this;
		}
		boolean mine = isAgeLimited() && (!other.isAgeLimited() || this.age.compareTo(other.age) < 0);
		return new DeadLetterLimits(smaller(this.messages, other.messages), mine ? this.age : other.age);
	}

	private static long smaller(long one, long other) {
		return (one == 0 || other == 0) ? Math.max(one, other) : Math.min(one, other);
	}

	private boolean isAgeLimited() {
		return !this.age.isZero();
	}

}
