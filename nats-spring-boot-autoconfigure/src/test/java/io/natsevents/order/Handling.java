package io.natsevents.order;

import org.jspecify.annotations.Nullable;

/**
 * One run of a handler, as it was written down. Times are nanoseconds of the clock that
 * all processes of a machine share.
 *
 * @param instance the process
 * @param begin when it began
 * @param end when it ended; {@link Long#MAX_VALUE} when the process died before
 * @param wallMillis when it began, by the wall clock
 * @param load what the event carries
 * @param sequence of the event in its stream
 * @param deliveries how often the event had been delivered
 * @param outcome how it ended, or {@code null} when the process died before
 */
record Handling(String instance, long begin, long end, long wallMillis, Load load, long sequence, long deliveries,
		@Nullable Outcome outcome) {

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
		FAILED

	}

}
