package io.natsevents.campaign.fault;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that can be done to the bus.
 */
public final class Faults {

	private Faults() {
	}

	/**
	 * All faults, each of a name of its own.
	 */
	public static List<Fault> all() {
		return Stream
			.of(ServerFaults.all(), LinkFaults.all(), ProcessFaults.all(), StreamFaults.all(), StorageFaults.all(),
					List.<Fault>of(new HostileInput()))
			.flatMap(List::stream)
			.toList();
	}

}
