package io.natsevents.listen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.natsevents.deadletter.StoredPosition;
import org.jspecify.annotations.Nullable;

/**
 * Which delivery is worked on when, so that those of one key come one after the other: a
 * lane for each key that has any. Knows neither threads nor clocks; used by one thread at
 * a time.
 */
final class KeyLanes {

	private final Map<Object, Lane> lanes = new HashMap<>();

	private final Map<StoredPosition, Lane> held = new HashMap<>();

	private final Deque<Lane> ready = new ArrayDeque<>();

	private final Set<Delivery> aside = new HashSet<>();

	private boolean puttingAside;

	private @Nullable Predicate<Delivery> startedAfterClose;

	private int blocked;

	boolean holds(StoredPosition position) {
		return this.held.containsKey(position);
	}

	boolean isClosed() {
		return this.startedAfterClose != null;
	}

	boolean hasReady() {
		return !this.ready.isEmpty();
	}

	/**
	 * How many lanes there are.
	 */
	int size() {
		return this.lanes.size();
	}

	/**
	 * How many deliveries could not begin even if all workers were free.
	 */
	int blocked() {
		return this.blocked;
	}

	/**
	 * Add a delivery behind the earlier ones of its key. One that comes late goes before
	 * those that have not begun.
	 * @return what is to be done about its lane
	 */
	Step add(Delivery delivery, Object key) {
		Lane lane = this.lanes.computeIfAbsent(key, Lane::new);
		this.held.put(delivery.position(), lane);
		if (this.puttingAside) {
			this.aside.add(delivery);
		}
		lane.insert(delivery);
		if (lane.isBlocked()) {
			this.blocked++;
		}
		return (lane.head() == delivery && lane.state != State.RUNNING) ? goOn(lane, 0) : Step.NOTHING;
	}

	/**
	 * From now on what is added is not begun.
	 */
	void putAside() {
		this.puttingAside = true;
	}

	/**
	 * Begin what was put aside, too.
	 * @return what is to be done about the lanes
	 */
	List<Step> beginAll(long now) {
		this.puttingAside = false;
		this.aside.clear();
		return this.lanes.values()
			.stream()
			.filter((lane) -> lane.state == State.ASIDE)
			.sorted(Comparator.comparingLong((lane) -> lane.deliveries.get(0).sequence()))
			.map((lane) -> goOn(lane, now))
			.toList();
	}

	Set<StoredPosition> held() {
		return Set.copyOf(this.held.keySet());
	}

	/**
	 * Take the lane that has been ready longest.
	 * @param limit how many of its deliveries are worked on together at most
	 * @return the lane, which is to be released, or {@code null} when none is ready
	 */
	@Nullable Lane take(int limit) {
		Lane lane = this.ready.poll();
		if (lane != null) {
			lane.taken = lane.beginning(limit, this.aside);
			become(lane, State.RUNNING);
		}
		return lane;
	}

	/**
	 * The work on what was taken has ended. What is not over is done again, unless its
	 * handler settles it later.
	 */
	Step release(Lane lane, long now) {
		lane.taken = List.of();
		return goOn(lane, now);
	}

	/**
	 * Put a delivery in the place of one that is over.
	 * @return what is to be done about its lane, or {@code null} when it is not here
	 */
	@Nullable Step replace(Delivery delivery, Delivery replacement, long now) {
		Lane lane = this.held.get(delivery.position());
		int place = (lane != null) ? lane.deliveries.indexOf(delivery) : -1;
		if (lane == null || place < 0) {
			return null;
		}
		lane.deliveries.set(place, replacement);
		return (place == 0 && lane.state != State.RUNNING) ? goOn(lane, now) : Step.NOTHING;
	}

	/**
	 * A delivery is over.
	 */
	Step remove(Delivery delivery, long now) {
		Lane lane = this.held.get(delivery.position());
		int place = (lane != null) ? lane.deliveries.indexOf(delivery) : -1;
		if (lane == null || place < 0) {
			return Step.NOTHING;
		}
		this.held.remove(delivery.position());
		this.aside.remove(delivery);
		lane.deliveries.remove(place);
		if (lane.isBlocked()) {
			this.blocked--;
		}
		return (place == 0 && lane.state != State.RUNNING) ? goOn(lane, now) : Step.NOTHING;
	}

	/**
	 * The rest of a lane may be over.
	 */
	Step wake(Lane lane, long now) {
		return (lane.state == State.RESTING) ? goOn(lane, now) : Step.NOTHING;
	}

	/**
	 * Begin nothing more, and take out what waits. What waits behind a delivery that is
	 * still worked on stays until that has ended; ask again then.
	 * @param started which are begun all the same
	 * @return those taken out, in the order of the stream
	 */
	List<Delivery> close(Predicate<Delivery> started) {
		this.startedAfterClose = started;
		List<Delivery> out = new ArrayList<>();
		for (Iterator<Lane> all = this.lanes.values().iterator(); all.hasNext();) {
			Lane lane = all.next();
			if (lane.state == State.RUNNING || lane.state == State.BY_HAND) {
				continue;
			}
			takeOut(lane, started, out);
			if (lane.deliveries.isEmpty()) {
				all.remove();
				become(lane, State.EMPTY);
			}
		}
		out.sort(Comparator.comparingLong(Delivery::sequence));
		return out;
	}

	private void takeOut(Lane lane, Predicate<Delivery> started, List<Delivery> out) {
		int first = 0;
		while (lane.state == State.READY && first < lane.deliveries.size()
				&& started.test(lane.deliveries.get(first))) {
			first++;
		}
		List<Delivery> rest = lane.deliveries.subList(first, lane.deliveries.size());
		rest.forEach((delivery) -> {
			this.held.remove(delivery.position());
			this.aside.remove(delivery);
		});
		if (lane.isBlocked()) {
			this.blocked -= rest.size();
		}
		out.addAll(rest);
		rest.clear();
	}

	void forEach(Consumer<Delivery> action) {
		this.lanes.values().forEach((lane) -> lane.deliveries.forEach(action));
	}

	private Step goOn(Lane lane, long now) {
		Delivery head = lane.head();
		if (head == null) {
			become(lane, State.EMPTY);
			this.lanes.remove(lane.key);
			return Step.NOTHING;
		}
		if (head.isRunning()) {
			become(lane, State.BY_HAND);
			return Step.NOTHING;
		}
		if (this.startedAfterClose != null && !this.startedAfterClose.test(head)) {
			become(lane, State.CLOSED);
			return Step.NOTHING;
		}
		if (this.aside.contains(head)) {
			become(lane, State.ASIDE);
			return Step.NOTHING;
		}
		if (head.restsUntil() != 0 && head.restsUntil() - now > 0) {
			become(lane, State.RESTING);
			return new Step(lane, head.restsUntil() - now);
		}
		become(lane, State.READY);
		return new Step(lane, 0);
	}

	private void become(Lane lane, State state) {
		int before = lane.isBlocked() ? lane.deliveries.size() : 0;
		if (lane.state == State.READY && state != State.READY && state != State.RUNNING) {
			this.ready.remove(lane);
		}
		if (state == State.READY && lane.state != State.READY) {
			this.ready.add(lane);
		}
		lane.state = state;
		this.blocked += (lane.isBlocked() ? lane.deliveries.size() : 0) - before;
	}

	/**
	 * What is to be done about a lane.
	 *
	 * @param lane the lane, or {@code null} when nothing is to be done
	 * @param restNanos after how long it is to be woken; 0 when it is ready
	 */
	record Step(@Nullable Lane lane, long restNanos) {

		static final Step NOTHING = new Step(null, 0);

		boolean isReady() {
			return this.lane != null && this.restNanos == 0;
		}

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

	/**
	 * The deliveries of one key, in the order they are handled in.
	 */
	static final class Lane {

		private final Object key;

		private final List<Delivery> deliveries = new ArrayList<>(2);

		private List<Delivery> taken = List.of();

		private State state = State.EMPTY;

		private Lane(Object key) {
			this.key = key;
		}

		/**
		 * What is worked on together now.
		 */
		List<Delivery> taken() {
			return this.taken;
		}

		private @Nullable Delivery head() {
			return this.deliveries.isEmpty() ? null : this.deliveries.get(0);
		}

		private boolean isBlocked() {
			return this.state == State.RESTING || this.state == State.BY_HAND;
		}

		private void insert(Delivery delivery) {
			int place = this.deliveries.size();
			while (place > 0 && isBegunAfter(this.deliveries.get(place - 1), delivery)) {
				place--;
			}
			this.deliveries.add(place, delivery);
		}

		private boolean isBegunAfter(Delivery other, Delivery delivery) {
			return other.sequence() > delivery.sequence() && !other.isRunning() && !this.taken.contains(other);
		}

		private List<Delivery> beginning(int limit, Set<Delivery> aside) {
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

	}

}
