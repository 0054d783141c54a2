package io.natsevents.event;

/**
 * How an event is laid out in a message.
 */
public enum ContentMode {

	/**
	 * The body is one JSON object that holds attributes and data.
	 */
	STRUCTURED,

	/**
	 * Each attribute is a header, the body is the data.
	 */
	BINARY

}
