package io.natsevents.campaign.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses by chance, and none again before all have been chosen.
 *
 * @param <T> what is chosen from
 */
final class Cycle<T> {

	private final Deque<T> left = new ArrayDeque<>();

	private final List<T> all;

	Cycle(Collection<T> all) {
		this.all = List.copyOf(all);
	}

	T next(RandomGenerator random) {
		if (this.left.isEmpty()) {
			List<T> unordered = new ArrayList<>(this.all);
			while (!unordered.isEmpty()) {
				this.left.add(unordered.remove(random.nextInt(unordered.size())));
			}
		}
		return this.left.remove();
	}

}
