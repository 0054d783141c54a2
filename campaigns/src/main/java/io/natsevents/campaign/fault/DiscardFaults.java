package io.natsevents.campaign.fault;

import java.util.List;

/**
 * What makes a stream discard events that nobody has handled.
 */
final class DiscardFaults {

	private DiscardFaults() {
	}

	static List<Fault> all() {
		return List.of(new Purge(), new Retention());
	}

}
