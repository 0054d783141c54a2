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

	private final Map<Object, KeyLane> lanes = new HashMap<>();

	private final Map<StoredPosition, KeyLane> held = new HashMap<>();

	private final Deque<KeyLane> ready = new ArrayDeque<>();

	private final Set<Delivery> aside = new HashSet<>();

	private boolean puttingAside;

	private @Nullable Predicate<Delivery> startedAfterClose;

	private int blocked;

	/**
	 * Find the delivery of an event that is held.
	 * @return the delivery, or {@code null} when there is none
	 */
	@Nullable Delivery find(StoredPosition position) {
		KeyLane lane = this.held.get(position);
		if (lane != null) {
			for (Delivery delivery : lane.deliveries) {
				if (delivery.position().equals(position)) {
					return delivery;
				}
			}
		}
		return null;
	}

	boolean isClosed() {
		return this.startedAfterClose != null;
	}

	/**
	 * How many lanes wait for a worker.
	 */
	int ready() {
		return this.ready.size();
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
		KeyLane lane = this.lanes.computeIfAbsent(key, KeyLane::new);
		this.held.put(delivery.position(), lane);
		if (this.puttingAside) {
			this.aside.add(delivery);
		}
		lane.insert(delivery);
		if (lane.isBlocked()) {
			this.blocked++;
		}
		return (lane.head() == delivery && lane.state != KeyLane.State.RUNNING) ? goOn(lane, 0) : Step.NOTHING;
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
			.filter((lane) -> lane.state == KeyLane.State.ASIDE)
			.sorted(Comparator.comparingLong((lane) -> lane.deliveries.get(0).sequence()))
			.map((lane) -> goOn(lane, now))
			.toList();
	}

	/**
	 * Events that are held and not acknowledged.
	 */
	Set<StoredPosition> held() {
		Set<StoredPosition> held = new HashSet<>();
		forEach((delivery) -> {
			if (!delivery.isAcknowledged()) {
				held.add(delivery.position());
			}
		});
		return held;
	}

	/**
	 * Take the lane that has been ready longest.
	 * @param limit how many of its deliveries are worked on together at most
	 * @return the lane, which is to be released, or {@code null} when none is ready
	 */
	@Nullable KeyLane take(int limit) {
		KeyLane lane = this.ready.poll();
		if (lane != null) {
			lane.taken = lane.beginning(limit, this.aside);
			become(lane, KeyLane.State.RUNNING);
		}
		return lane;
	}

	/**
	 * The work on what was taken has ended. What is not over is done again, unless its
	 * handler settles it later.
	 */
	Step release(KeyLane lane, long now) {
		lane.taken = List.of();
		return goOn(lane, now);
	}

	/**
	 * Put a delivery in the place of one that is over.
	 * @return what is to be done about its lane, or {@code null} when it is not here
	 */
	@Nullable Step replace(Delivery delivery, Delivery replacement, long now) {
		KeyLane lane = this.held.get(delivery.position());
		int place = (lane != null) ? lane.deliveries.indexOf(delivery) : -1;
		if (lane == null || place < 0) {
			return null;
		}
		lane.deliveries.set(place, replacement);
		return (place == 0 && lane.state != KeyLane.State.RUNNING) ? goOn(lane, now) : Step.NOTHING;
	}

	/**
	 * A delivery is over.
	 */
	Step remove(Delivery delivery, long now) {
		KeyLane lane = this.held.get(delivery.position());
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
		return (place == 0 && lane.state != KeyLane.State.RUNNING) ? goOn(lane, now) : Step.NOTHING;
	}

	/**
	 * The rest of a lane may be over.
	 */
	Step wake(KeyLane lane, long now) {
		return (lane.state == KeyLane.State.RESTING) ? goOn(lane, now) : Step.NOTHING;
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
		for (Iterator<KeyLane> all = this.lanes.values().iterator(); all.hasNext();) {
			KeyLane lane = all.next();
			if (lane.state == KeyLane.State.RUNNING || lane.state == KeyLane.State.BY_HAND) {
				continue;
			}
			takeOut(lane, started, out);
			if (lane.deliveries.isEmpty()) {
				all.remove();
				become(lane, KeyLane.State.EMPTY);
			}
		}
		out.sort(Comparator.comparingLong(Delivery::sequence));
		return out;
	}

	private void takeOut(KeyLane lane, Predicate<Delivery> started, List<Delivery> out) {
		int first = 0;
		while (lane.state == KeyLane.State.READY && first < lane.deliveries.size()
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

	private Step goOn(KeyLane lane, long now) {
		Delivery head = lane.head();
		if (head == null) {
			become(lane, KeyLane.State.EMPTY);
			this.lanes.remove(lane.key);
			return Step.NOTHING;
		}
		if (head.isRunning()) {
			become(lane, KeyLane.State.BY_HAND);
			return Step.NOTHING;
		}
		if (this.startedAfterClose != null && !this.startedAfterClose.test(head)) {
			become(lane, KeyLane.State.CLOSED);
			return Step.NOTHING;
		}
		if (this.aside.contains(head)) {
			become(lane, KeyLane.State.ASIDE);
			return Step.NOTHING;
		}
		if (head.restsUntil() != 0 && head.restsUntil() - now > 0) {
			become(lane, KeyLane.State.RESTING);
			return new Step(lane, head.restsUntil() - now);
		}
		become(lane, KeyLane.State.READY);
		return new Step(lane, 0);
	}

	private void become(KeyLane lane, KeyLane.State state) {
		int before = lane.isBlocked() ? lane.deliveries.size() : 0;
		if (lane.state == KeyLane.State.READY && state != KeyLane.State.READY && state != KeyLane.State.RUNNING) {
			this.ready.remove(lane);
		}
		if (state == KeyLane.State.READY && lane.state != KeyLane.State.READY) {
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
	record Step(@Nullable KeyLane lane, long restNanos) {

		static final Step NOTHING = new Step(null, 0);

		boolean isReady() {
			return this.lane != null && this.restNanos == 0;
		}

	}

}
