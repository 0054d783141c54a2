package io.natsevents.campaign.judge;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;

/**
 * A dead letter.
 *
 * @param workload the workload of the event
 * @param sequence the event's sequence in its stream
 * @param reason why it was parked
 * @param wallNanos when, by the wall clock of the server
 * @param load what the event carries
 */
record Parked(Workload workload, long sequence, String reason, long wallNanos, Load load) {
}
