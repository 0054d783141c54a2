package io.natsevents.listen;

import java.util.LinkedHashSet;
import java.util.Set;

import io.natsevents.deadletter.StoredPosition;

/**
 * The events that were settled last. An acknowledgement may get lost, and its event comes
 * again then. Bounded; the oldest are forgotten.
 */
final class SettledEvents {

	private final Set<StoredPosition> positions = new LinkedHashSet<>();

	private final int limit;

	SettledEvents(int limit) {
		this.limit = limit;
	}

	void add(StoredPosition position) {
		if (this.positions.add(position) && this.positions.size() > this.limit) {
			this.positions.remove(this.positions.iterator().next());
		}
	}

	boolean contains(StoredPosition position) {
		return this.positions.contains(position);
	}

}
