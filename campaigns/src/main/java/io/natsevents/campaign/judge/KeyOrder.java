package io.natsevents.campaign.judge;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.load.Workload;
import io.natsevents.listen.Ordering;

/**
 * The events of a key are handled in their order, in every workload that asks for it.
 * Servers that forget what they had confirmed forget acknowledgements as well.
 */
final class KeyOrder implements Rule {

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		if (evidence.strike().expectation() == Expectation.POWER_LOSS) {
			return;
		}
		for (Workload workload : Workload.values()) {
			if (workload.ordering() != Ordering.NONE) {
				new OrderJudge(workload, evidence, events, findings).judge();
			}
		}
	}

}
