package io.natsevents.campaign.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.natsevents.campaign.load.Workload;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of each event of a round, found by its id.
 */
final class Events {

	private final Map<String, Published> published = new HashMap<>();

	private final Map<String, List<Stored>> stored = new HashMap<>();

	private final Map<String, List<Handled>> handled = new HashMap<>();

	private final Map<String, List<Parked>> parked = new HashMap<>();

	private final History history;

	Events(Evidence evidence) {
		this.history = new History(evidence.strike());
		evidence.published().forEach((each) -> this.published.put(each.load().id(), each));
		evidence.stored().forEach((each) -> add(this.stored, each.load().id(), each));
		evidence.handled().forEach((each) -> add(this.handled, each.load().id(), each));
		evidence.parked().forEach((each) -> add(this.parked, each.load().id(), each));
	}

	private static <T> void add(Map<String, List<T>> all, String id, T value) {
		all.computeIfAbsent(id, (key) -> new ArrayList<>(1)).add(value);
	}

	/**
	 * Ids of all events.
	 */
	Set<String> ids() {
		Set<String> ids = new TreeSet<>(this.published.keySet());
		ids.addAll(this.stored.keySet());
		ids.addAll(this.handled.keySet());
		ids.addAll(this.parked.keySet());
		return ids;
	}

	@Nullable Published published(String id) {
		return this.published.get(id);
	}

	List<Stored> stored(String id) {
		return this.stored.getOrDefault(id, List.of());
	}

	List<Handled> handled(String id) {
		return this.handled.getOrDefault(id, List.of());
	}

	List<Parked> parked(String id) {
		return this.parked.getOrDefault(id, List.of());
	}

	/**
	 * The workload of an event, by whoever knows it.
	 */
	Workload workload(String id) {
		return Stream
			.of(Stream.ofNullable(published(id)).map(Published::workload), stored(id).stream().map(Stored::workload),
					handled(id).stream().map(Handled::workload), parked(id).stream().map(Parked::workload))
			.flatMap((each) -> each)
			.findFirst()
			.orElseThrow();
	}

	boolean isAcknowledged(String id) {
		Published known = published(id);
		return known != null && known.outcome() == Published.Outcome.ACKNOWLEDGED;
	}

	/**
	 * Whether a handler has returned for it, or it is a dead letter.
	 */
	boolean isSettled(String id) {
		return timesDone(id) > 0 || !parked(id).isEmpty();
	}

	long timesDone(String id) {
		return handled(id).stream().filter(Handled::isDone).count();
	}

	/**
	 * What is known of an event, a line for each thing that happened, for a person to
	 * read.
	 */
	String history(String id) {
		return this.history.of(id, published(id), stored(id), handled(id), parked(id));
	}

}
