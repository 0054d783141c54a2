package io.natsevents.campaign.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.natsevents.campaign.load.Workload;

/**
 * Longest times of a round without a success, in milliseconds.
 *
 * @param publish nothing of events without an order was confirmed to any publisher
 * @param barePublish nothing was confirmed to the bare client
 * @param handle nothing was handled of events without an order
 * @param bareHandle the bare client could not have handled what it published
 * @param publishBeyond the longest time in which nothing was confirmed to any publisher,
 * and to the bare client all the while
 * @param handleBeyond the same of handling
 * @param key nothing was handled in the order of keys; not compared with anything
 * @param cluster nothing was handled in the order of keys across processes; not compared
 * with anything
 */
public record Silences(long publish, long barePublish, long handle, long bareHandle, long publishBeyond,
		long handleBeyond, long key, long cluster) {

	/** Of a round that came to nothing. */
	static final Silences NOTHING = new Silences(0, 0, 0, 0, 0, 0, 0, 0);

	static Silences of(Evidence evidence) {
		Silence silence = Silence.around(evidence.strike());
		Silence handling = Silence.ofHandlers(evidence.strike());
		List<Long> bareHandled = bareHandled(evidence);
		return new Silences(silence.longest(published(evidence)), silence.longest(evidence.barePublished().stream()),
				handling.longest(begun(evidence, Workload.ORDERS)), silence.longest(bareHandled.stream()),
				silence.longestBeyond(published(evidence), evidence.barePublished().stream()),
				handling.longestBeyond(begun(evidence, Workload.ORDERS), bareHandled.stream()),
				handling.longest(begun(evidence, Workload.ITEMS)), handling.longest(begun(evidence, Workload.TASKS)));
	}

	private static Stream<Long> published(Evidence evidence) {
		Predicate<Published> acknowledged = (each) -> each.workload() == Workload.ORDERS
				&& each.outcome() == Published.Outcome.ACKNOWLEDGED;
		return evidence.published().stream().filter(acknowledged).map(Published::at);
	}

	/**
	 * What the bare client published it could have handled as ours once its own consumer
	 * has delivered something, and ours has answered it: that one answers without a
	 * quorum, too, and delivers nothing then.
	 */
	private static List<Long> bareHandled(Evidence evidence) {
		NavigableSet<Long> published = new TreeSet<>(evidence.barePublished());
		NavigableSet<Long> delivered = new TreeSet<>(evidence.bareDelivered());
		NavigableSet<Long> answered = new TreeSet<>(evidence.bareAnswered());
		List<Long> handled = new ArrayList<>();
		Long next = published.isEmpty() ? null : published.first();
		while (next != null) {
			Long own = delivered.ceiling(next);
			Long both = (own != null) ? answered.ceiling(own) : null;
			if (both != null) {
				handled.add(both);
			}
			next = (both != null) ? published.higher(both) : null;
		}
		return handled;
	}

	private static Stream<Long> begun(Evidence evidence, Workload workload) {
		return evidence.handled().stream().filter((run) -> run.workload() == workload).map(Handled::begin);
	}

	/**
	 * For how long publishing or handling was silent while the bare client was not.
	 */
	public long beyondBare() {
		return Math.max(this.publishBeyond, this.handleBeyond);
	}

}
