package io.natsevents.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * The dead letters a redrive is about, one after the other. For one thread.
 */
@FunctionalInterface
interface RedriveSelection {

	/**
	 * Read the next one; again, when that has failed.
	 * @return the next one, or {@code null} when there are no more
	 * @throws DeadLettersUnavailableException when the server cannot be asked
	 */
	@Nullable RedriveCandidate next();

}
