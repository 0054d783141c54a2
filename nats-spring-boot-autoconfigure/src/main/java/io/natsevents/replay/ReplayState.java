package io.natsevents.replay;

/**
 * States of a replay.
 */
public enum ReplayState {

	/** This instance is at work. */
	RUNNING,

	/** Another instance is at work, or will be soon. */
	ELSEWHERE,

	/** It has come to the end of its range. */
	COMPLETED,

	/** Somebody has cancelled it, or deleted its consumer. */
	CANCELLED,

	/** This instance has stopped; the next that starts goes on with it. */
	STOPPED,

	/** This instance can not go on with it; another one may. */
	FAILED;

	/**
	 * Whether this instance has nothing more to do with it.
	 * @return {@code false} while somebody is at work
	 */
	public boolean isFinal() {
		return this != RUNNING && this != ELSEWHERE;
	}

}
