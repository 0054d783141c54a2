package io.natsevents.campaign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.natsevents.campaign.fault.Fault;

/**
 * Decides which fault is next: each once, in an order by chance, and then again. What a
 * fault does is decided by the seed, its name and how often it came before, so that it
 * does the same when it is chosen alone.
 */
final class FaultSchedule {

	private final Deque<Fault> next = new ArrayDeque<>();

	private final Map<String, Integer> times = new HashMap<>();

	private final List<Fault> faults;

	private final long seed;

	private final Random order;

	FaultSchedule(List<Fault> faults, long seed) {
		this.faults = faults;
		this.seed = seed;
		this.order = new Random(seed);
	}

	Fault next() {
		if (this.next.isEmpty()) {
			List<Fault> shuffled = new ArrayList<>(this.faults);
			Collections.shuffle(shuffled, this.order);
			this.next.addAll(shuffled);
		}
		return this.next.remove();
	}

	/**
	 * What is random in the next strike of a fault.
	 */
	Random random(Fault fault) {
		int time = this.times.merge(fault.name(), 1, Integer::sum);
		return new Random(31 * (31 * this.seed + fault.name().hashCode()) + time);
	}

}
