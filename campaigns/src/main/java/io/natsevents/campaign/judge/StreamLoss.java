package io.natsevents.campaign.judge;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one stream has lost of what it had confirmed, by what publishers were told.
 */
final class StreamLoss {

	private final String stream;

	private final List<Published> lost;

	private final Set<Long> kept;

	/**
	 * Find out.
	 * @param stream name of the stream
	 * @param acknowledged all events it has confirmed
	 * @param lost tells which are lost, by their ids
	 */
	StreamLoss(String stream, List<Published> acknowledged, Predicate<String> lost) {
		this.stream = stream;
		this.lost = acknowledged.stream().filter((each) -> lost.test(each.load().id())).toList();
		// What was confirmed later may have the sequences of those that are lost. When a
		// confirmation was noted may be much later than it came
		long end = this.lost.stream().mapToLong((each) -> each.load().published()).max().orElse(0);
		this.kept = acknowledged.stream()
			.filter((each) -> each.at() <= end && !lost.test(each.load().id()))
			.map(Published::sequence)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	String stream() {
		return this.stream;
	}

	Set<String> ids() {
		return this.lost.stream().map((each) -> each.load().id()).collect(Collectors.toSet());
	}

	/**
	 * Names of the processes whose events are lost.
	 */
	Set<String> losers() {
		return this.lost.stream()
			.map((each) -> each.load().writer())
			.map((life) -> life.substring(0, life.lastIndexOf('-')))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	List<LostRange> ranges() {
		return rangesOf((each) -> true);
	}

	/**
	 * Ranges of those lost events that meet a condition.
	 */
	List<LostRange> rangesOf(Predicate<Published> condition) {
		Set<Long> others = new TreeSet<>(this.kept);
		this.lost.stream().filter(condition.negate()).map(Published::sequence).forEach(others::add);
		return LostRange.of(this.stream,
				this.lost.stream()
					.filter(condition)
					.map(Published::sequence)
					.collect(Collectors.toCollection(TreeSet::new)),
				others);
	}

	long lostWithin(LossReport report) {
		return this.lost.stream().filter((each) -> report.covers(this.stream, each.sequence())).count();
	}

	long keptWithin(LossReport report) {
		return this.kept.stream().filter((sequence) -> report.covers(this.stream, sequence)).count();
	}

}
