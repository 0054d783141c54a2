package io.natsevents.campaign.process;

import java.util.List;
import java.util.function.BooleanSupplier;

import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;

/**
 * A way to publish events.
 */
interface PublishingWay {

	/**
	 * Publish events of one workload, and write down what comes of each.
	 * @param journal takes what comes of them
	 * @param workload the workload
	 * @param loads what the events carry
	 * @param goesOn whether to begin another one
	 */
	void publish(PublishingJournal journal, Workload workload, List<Load> loads, BooleanSupplier goesOn);

}
