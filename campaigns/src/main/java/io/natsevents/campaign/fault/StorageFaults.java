package io.natsevents.campaign.fault;

import java.util.List;

/**
 * What is done to what servers have stored.
 */
final class StorageFaults {

	private StorageFaults() {
	}

	static List<Fault> all() {
		return List.of(new PowerLoss("power-loss-one-node", 1), new PowerLoss("power-loss-two-nodes", 2),
				new PowerLoss("power-loss-all-nodes", 3));
	}

}
