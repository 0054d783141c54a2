package io.natsevents.support.hostile;

/**
 * Whom a message is for.
 */
public enum HostileTarget {

	/** A listener that takes one event at a time, of any type of buffers. */
	SINGLE("ddmrp.buffer.adjusted", "buffers"),

	/** A listener that takes many events at a time. */
	BATCH("ddmrp.count.taken", "counts"),

	/** A listener that keeps the order of keys, and so reads a part of what waits. */
	KEYED("ddmrp.item.moved", "moves");

	/** The stream all of it is stored in. */
	public static final String STREAM = "DDMRP_EVENTS";

	/** The service that has the stream. */
	public static final String SERVICE = "ddmrp";

	private final String type;

	private final String listener;

	HostileTarget(String type, String listener) {
		this.type = type;
		this.listener = listener;
	}

	/**
	 * Type of the events, and the subject they are published to.
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Id of the listener.
	 */
	public String listener() {
		return this.listener;
	}

}
