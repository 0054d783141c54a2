package io.natsevents.campaign.hostile;

/**
 * An event whose handler has returned.
 *
 * @param listener id of the listener
 * @param number the event's number, -1 if it has lost it
 * @param nanos when, in nanoseconds of the clock that all processes of a machine share
 */
public record HostileHandling(String listener, long number, long nanos) {

	/** How the names of files end that have one in each line. */
	public static final String SUFFIX = ".hostile";

}
