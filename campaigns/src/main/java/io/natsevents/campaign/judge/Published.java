package io.natsevents.campaign.judge;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;

/**
 * What a publisher knows of an event.
 *
 * @param workload the workload it belongs to
 * @param load what it carries
 * @param outcome what came of it
 * @param at when that was known; 0 if it never was
 * @param sequence its sequence in the stream; 0 if not acknowledged
 */
record Published(Workload workload, Load load, Outcome outcome, long at, long sequence) {

	/**
	 * What came of publishing an event.
	 */
	enum Outcome {

		/** A server has confirmed it. */
		ACKNOWLEDGED,

		/** It is certain that it was not stored. */
		REFUSED,

		/** It may have been stored or not. */
		UNKNOWN

	}

}
