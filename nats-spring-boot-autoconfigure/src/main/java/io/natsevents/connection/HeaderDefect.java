package io.natsevents.connection;

/**
 * What keeps the NATS client from reading the headers of a message as they came.
 */
enum HeaderDefect {

	/**
	 * A value the client refuses; it is kept, with the bytes in question as {@code %XX}.
	 */
	VALUE("a value is not ASCII and was percent-encoded"),

	/** A header whose name is missing or not legal; it is left out. */
	NAME("a header without a legal name was dropped"),

	/** A status only a server may send, or none at all; the headers are kept. */
	STATUS("a status line, which only a server may send, was dropped"),

	/** Lines that do not end, or nothing that is headers at all. */
	FORM("what is not in the form of headers was dropped");

	private final String description;

	HeaderDefect(String description) {
		this.description = description;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
