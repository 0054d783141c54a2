package io.natsevents.campaign.fault;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What chance decides.
 */
final class Choice {

	private Choice() {
	}

	static <T> T of(List<T> all, RandomGenerator random) {
		return all.get(random.nextInt(all.size()));
	}

}
