package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one key, in the order they are handled in.
 */
final class KeyLane {

	final Object key;

	final List<Delivery> deliveries = new ArrayList<>(2);

	List<Delivery> taken = List.of();

	State state = State.EMPTY;

	KeyLane(Object key) {
		this.key = key;
	}

	/**
	 * What is worked on together now.
	 */
	List<Delivery> taken() {
		return this.taken;
	}

	@Nullable Delivery head() {
		return this.deliveries.isEmpty() ? null : this.deliveries.get(0);
	}

	boolean isBlocked() {
		return this.state == State.RESTING || this.state == State.BY_HAND;
	}

	void insert(Delivery delivery) {
		int place = this.deliveries.size();
		while (place > 0 && isToBeginAfter(this.deliveries.get(place - 1), delivery)) {
			place--;
		}
		this.deliveries.add(place, delivery);
	}

	private boolean isToBeginAfter(Delivery other, Delivery delivery) {
		return other.sequence() > delivery.sequence() && !other.isRunning() && !this.taken.contains(other);
	}

	List<Delivery> beginning(int limit, Set<Delivery> aside) {
		if (limit == 1) {
			return List.of(this.deliveries.get(0));
		}
		int end = 0;
		while (end < limit && end < this.deliveries.size() && !this.deliveries.get(end).isRunning()
				&& !aside.contains(this.deliveries.get(end))) {
			end++;
		}
		return List.copyOf(this.deliveries.subList(0, end));
	}

	/**
	 * What a lane may be doing.
	 */
	enum State {

		EMPTY,

		READY,

		RUNNING,

		/** Its first delivery is to be tried again later. */
		RESTING,

		/** Its first delivery was handled and is settled by hand, later. */
		BY_HAND,

		/** Its first delivery was put aside. */
		ASIDE,

		/** Its first delivery is not begun any more. */
		CLOSED

	}

}
