package io.natsevents.replay;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A replay that was begun.
 */
public interface Replay {

	/**
	 * Its id.
	 * @return the id, also in {@code Dlq-Replay} of what it parks
	 */
	String id();

	/**
	 * Id of the listener that is given the events.
	 * @return the id
	 */
	String listener();

	/**
	 * Stream they are read from.
	 * @return the name
	 */
	String stream();

	/**
	 * Which events.
	 * @return their range, which does not change
	 */
	ReplayRange range();

	/**
	 * What it is doing.
	 * @return the state now
	 */
	ReplayState state();

	/**
	 * Why it is not at work, or what keeps it.
	 * @return the reason, or {@code null} when all is well
	 */
	@Nullable String reason();

	/**
	 * How far it has come.
	 * @return the progress now; of one that runs elsewhere, as that instance wrote it
	 * down some seconds ago
	 */
	ReplayProgress progress();

	/**
	 * When it was begun.
	 * @return the time
	 */
	Instant started();

	/**
	 * Begin with no more events. Those that are being handled are handled; what is done
	 * stays done. Returns at once, or, when it does not run in this instance, as soon as
	 * nobody can go on with it.
	 * @throws ReplayRefusedException when it does not run in this instance, and the
	 * server does not answer or refuses
	 */
	void cancel();

	/**
	 * Wait for its end.
	 * @param limit how long to wait at most
	 * @return whether this instance has nothing more to do with it
	 * @throws InterruptedException when interrupted
	 */
	boolean await(Duration limit) throws InterruptedException;

}
