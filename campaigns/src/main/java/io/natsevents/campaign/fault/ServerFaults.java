package io.natsevents.campaign.fault;

import java.util.List;

/**
 * What is done to nodes of the cluster.
 */
final class ServerFaults {

	private ServerFaults() {
	}

	static List<Fault> all() {
		return List.of(new LeaderKill("kill-stream-leader", Leader.STREAM),
				new LeaderKill("kill-consumer-leader", Leader.CONSUMER),
				new LeaderKill("kill-key-consumer-leader", Leader.KEY_CONSUMER),
				new LeaderKill("kill-partition-leader", Leader.PARTITION_CONSUMER),
				new LeaderKill("kill-meta-leader", Leader.META), new LeadersStepDown(), new NodeFreeze(),
				new QuorumLoss(), new RollingRestart(), new DiskFull("disk-full", 1),
				new DiskFull("disk-full-everywhere", 3));
	}

}
