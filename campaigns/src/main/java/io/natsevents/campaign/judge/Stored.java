package io.natsevents.campaign.judge;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;

/**
 * An event that the servers hold.
 *
 * @param workload the workload it belongs to
 * @param sequence its sequence in the stream
 * @param load what it carries
 */
record Stored(Workload workload, long sequence, Load load) {
}
