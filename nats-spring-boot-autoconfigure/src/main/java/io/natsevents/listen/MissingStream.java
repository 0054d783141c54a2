package io.natsevents.listen;

/**
 * What a listener does whose stream is not there when it starts.
 */
public enum MissingStream {

	/**
	 * Wait until somebody creates it; health is down meanwhile.
	 */
	WAIT,

	/**
	 * Fail the start of the application.
	 */
	FAIL

}
