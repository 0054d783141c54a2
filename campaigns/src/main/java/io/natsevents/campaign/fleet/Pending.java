package io.natsevents.campaign.fleet;

/**
 * Something that did not come to an end although everything was healed.
 *
 * @param what what it is, for a person to read
 * @param stream the stream whose events it is about; empty for none
 * @param settled up to this sequence of the stream all events are settled
 */
public record Pending(String what, String stream, long settled) {

	/** Name of the file it is written to. */
	public static final String FILE = "pending.json";

}
