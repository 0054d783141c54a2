package io.natsevents.campaign.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * What is done to streams and consumers by an operator.
 */
final class StreamFaults {

	private StreamFaults() {
	}

	static List<Fault> all() {
		List<Fault> all = new ArrayList<>(DiscardFaults.all());
		all.add(new PurgeOfHandled());
		all.add(new ConsumerDelete());
		return all;
	}

}
