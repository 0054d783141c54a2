package io.natsevents.listen;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntSupplier;

import io.natsevents.deadletter.StoredPosition;

/**
 * The events that were settled last. An acknowledgement may get lost, and its event comes
 * again then. Bounded; the oldest are forgotten. So are all when somebody else has made
 * the consumer anew: whoever does that may want to have events again.
 */
final class SettledEvents {

	private final Set<StoredPosition> positions = new LinkedHashSet<>();

	private final int limit;

	private final IntSupplier madeAnew;

	private int madeAnewBefore;

	/**
	 * Begin with none.
	 * @param limit how many to remember
	 * @param madeAnew how often others have made the consumer anew
	 */
	SettledEvents(int limit, IntSupplier madeAnew) {
		this.limit = limit;
		this.madeAnew = madeAnew;
	}

	void add(StoredPosition position) {
		forgetThoseOfAnotherConsumer();
		if (this.positions.add(position) && this.positions.size() > this.limit) {
			this.positions.remove(this.positions.iterator().next());
		}
	}

	boolean contains(StoredPosition position) {
		forgetThoseOfAnotherConsumer();
		return this.positions.contains(position);
	}

	private void forgetThoseOfAnotherConsumer() {
		int now = this.madeAnew.getAsInt();
		if (now != this.madeAnewBefore) {
			this.madeAnewBefore = now;
			this.positions.clear();
		}
	}

}
