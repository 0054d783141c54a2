package io.natsevents.campaign.fleet;

/**
 * Something a process logged that should be known.
 *
 * @param process name of the process
 * @param text the line
 */
public record LogLine(String process, String text) {

	/** Name of the file such lines are written to. */
	public static final String FILE = "errors.json";

}
