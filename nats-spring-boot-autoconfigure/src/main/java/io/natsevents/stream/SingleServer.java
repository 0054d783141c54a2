package io.natsevents.stream;

/**
 * What to do when a stream wants several replicas and the server is not in a cluster.
 */
public enum SingleServer {

	/** Use one replica, and say so. */
	REDUCE_REPLICAS,

	/** Fail the start. */
	FAIL

}
