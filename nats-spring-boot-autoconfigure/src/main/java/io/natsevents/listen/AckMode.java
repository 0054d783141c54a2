package io.natsevents.listen;

/**
 * Who settles an event.
 */
public enum AckMode {

	/**
	 * The container: a handler that returns acknowledges, one that throws does not.
	 */
	AUTO,

	/**
	 * The handler, through its {@link Acknowledgement}, then or later. One that throws
	 * without having settled the event is treated as in {@link #AUTO}.
	 */
	MANUAL

}
