package io.natsevents.listen;

/**
 * In which order a listener handles events.
 */
public enum Ordering {

	/**
	 * In any order. With a {@code concurrency} of 1 an instance begins events in the
	 * order they come, which is that of the stream until one has to be tried again.
	 */
	NONE,

	/**
	 * Events of one partition key one after the other, within this instance. Other
	 * instances take turns with it regardless of keys.
	 */
	KEY,

	/**
	 * Events of one partition key one after the other, whichever instance handles them.
	 * The stream has to have {@code partitions}.
	 */
	CLUSTER

}
