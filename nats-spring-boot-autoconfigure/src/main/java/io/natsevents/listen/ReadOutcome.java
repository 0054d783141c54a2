package io.natsevents.listen;

import org.jspecify.annotations.Nullable;

/**
 * What came of reading a delivery once. It is settled when there is neither an event nor
 * an outage.
 *
 * @param event the event to handle
 * @param outage what to wait for before it is read again
 */
record ReadOutcome(@Nullable ReceivedEvent event, @Nullable Outage outage) {

	static final ReadOutcome SETTLED = new ReadOutcome(null, null);

}
