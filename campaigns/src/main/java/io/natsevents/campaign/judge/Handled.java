package io.natsevents.campaign.judge;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;

/**
 * One run of a handler, as it was written down.
 *
 * @param instance the life of the process
 * @param workload the workload
 * @param begin when it began
 * @param end when it ended; {@link Long#MAX_VALUE} when the process died before
 * @param sequence of the event in its stream
 * @param deliveries how often the event had been delivered
 * @param load what the event carries
 * @param outcome how it ended
 */
record Handled(String instance, Workload workload, long begin, long end, long sequence, long deliveries, Load load,
		Outcome outcome) {

	boolean isDone() {
		return this.outcome == Outcome.DONE;
	}

	/**
	 * How a handler ended.
	 */
	enum Outcome {

		/** It returned, and the event is acknowledged next. */
		DONE,

		/** It threw. */
		FAILED,

		/** It never did. */
		DIED

	}

}
