package io.natsevents.campaign.fleet;

/**
 * Something that was done in a round.
 *
 * @param nanos when, in nanoseconds of the clock that all processes of a machine share
 * @param kind what the judge makes of it
 * @param text what was done, for a person to read
 */
public record Note(long nanos, Kind kind, String text) {

	/**
	 * What the judge makes of a note.
	 */
	public enum Kind {

		/** Nothing: it is for a person to read. */
		TEXT,

		/**
		 * A node was killed, stopped or frozen: what it alone knew may be forgotten.
		 */
		NODE_GONE,

		/** A consumer was deleted: what it alone knew is forgotten. */
		CONSUMER_GONE,

		/** A process that handles events was frozen: its claims may expire. */
		PROCESS_FROZEN,

		/** A process was asked to end in an orderly way. */
		PROCESS_STOPPED,

		/** It has ended. */
		PROCESS_ENDED,

		/**
		 * There is no process that handles events without an order, and nobody to compare
		 * a bare client with.
		 */
		UNATTENDED,

		/** There is one again. */
		ATTENDED

	}

}
