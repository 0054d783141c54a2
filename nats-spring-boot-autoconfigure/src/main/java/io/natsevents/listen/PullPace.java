package io.natsevents.listen;

/**
 * Says how many events may be asked for now.
 * <p>
 * Asked by one thread, right before it asks the server; that thread is unparked when it
 * is to stop.
 */
@FunctionalInterface
public interface PullPace {

	/**
	 * As many as there is room for.
	 */
	PullPace UNLIMITED = (wanted) -> wanted;

	/**
	 * Say how many, waiting for a moment when it is none yet.
	 * @param wanted how many there is room for, 1 or more
	 * @return how many may be asked for, 0 to {@code wanted}
	 */
	int allow(int wanted);

}
