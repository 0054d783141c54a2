package io.natsevents.campaign.fault;

import java.util.List;

import io.natsevents.campaign.fleet.Bus;

/**
 * What is done to processes that publish and listen.
 */
final class ProcessFaults {

	private ProcessFaults() {
	}

	static List<Fault> all() {
		return List.of(new PublisherKill(), new ListenerKill(), new ListenerFreeze(),
				new OrderlyStopFault("stop-listener", Bus::listeners),
				new OrderlyStopFault("stop-publisher", Bus::publishers), new RollingDeploy(), new SlowHandler(),
				new KillerEvent(), new ClockStep(System.getenv("faketime_library")));
	}

}
