package io.natsevents.listen;

import java.util.List;

/**
 * A failure that says nothing about the events.
 *
 * @param remaining what is to be tried again here
 * @param failure what it was
 * @param again when
 */
record Outage(List<ReceivedEvent> remaining, Throwable failure, Settlement.RetryInPlace again) {
}
