package io.natsevents.deadletter;

import java.time.Instant;

import io.natsevents.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * There are too many dead letters, or too old ones; or there no longer are.
 * <p>
 * One instance of all applications publishes it as an application event, once for each
 * change; again only when it died while it did so, with the same id.
 *
 * @param id identifies the change
 * @param state what it changed to
 * @param since when it changed
 * @param numbers the dead letters at that time
 * @param limits the limits that were looked at
 * @param application application that found it
 */
public record DeadLetterAlert(String id, State state, Instant since, DeadLetterNumbers numbers, DeadLetterLimits limits,
		String application) {

	/**
	 * What an alert can be.
	 */
	public enum State {

		/** A limit is reached. */
		RAISED,

		/** All is below half of the limits. */
		ENDED

	}

	/**
	 * Find out whether something has changed. A pure function but for the id.
	 * @param known what was so far, or {@code null} when there never was an alert
	 * @param numbers the dead letters now
	 * @param limits the limits of this application
	 * @param application name of this application
	 * @param now the time of now
	 * @return the change, or {@code null} when there is none
	 */
	static @Nullable DeadLetterAlert change(@Nullable DeadLetterAlert known, DeadLetterNumbers numbers,
			DeadLetterLimits limits, String application, Instant now) {
		if (known == null || known.state == State.ENDED) {
			return limits.areReached(numbers, now) ? of(State.RAISED, numbers, limits, application, now) : null;
		}
		// Another application with larger limits must not end what this one raised
		DeadLetterLimits both = limits.and(known.limits);
		return both.areFarAway(numbers, now) ? of(State.ENDED, numbers, both, application, now) : null;
	}

	private static DeadLetterAlert of(State state, DeadLetterNumbers numbers, DeadLetterLimits limits,
			String application, Instant now) {
		return new DeadLetterAlert(Event.of(DeadLetterAlertMessage.type(state), null).id(), state, now, numbers, limits,
				application);
	}

	boolean isRaised() {
		return this.state == State.RAISED;
	}

	@Override
	public String toString() {
		return this.numbers.messages() + " in " + DeadLetterStream.NAME
				+ ((this.numbers.oldest() != null) ? ", the oldest since " + this.numbers.oldest() : "") + " (limits: "
				+ ((this.limits.messages() > 0) ? this.limits.messages() : "any number") + ", "
				+ (this.limits.age().isZero() ? "any age" : this.limits.age()) + ")";
	}

}
