package io.natsevents.listen;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import io.natsevents.listen.ListenerState.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what the partitions of a listener say. Pure functions.
 */
final class PartitionsView {

	/** From the best to the worst. */
	private static final List<Phase> ORDER = List.of(Phase.PULLING, Phase.BUSY, Phase.PAUSED, Phase.STOPPED,
			Phase.STARTING, Phase.PROBING, Phase.RECOVERING, Phase.WAITING_FOR_CONNECTION, Phase.WAITING_FOR_STREAM,
			Phase.OUT_OF_ORDER, Phase.MISSING_EVENTS, Phase.FAILED);

	private PartitionsView() {
	}

	/**
	 * The state of the listener: that of its worst partition.
	 * @param partitions at least one
	 */
	static ListenerState state(List<ListenerState> partitions) {
		ListenerState worst = partitions.stream()
			.max(Comparator.comparingInt((state) -> ORDER.indexOf(state.phase())))
			.orElseThrow();
		List<Integer> affected = IntStream.range(0, partitions.size())
			.filter((i) -> partitions.get(i).phase() == worst.phase())
			.boxed()
			.toList();
		Instant since = affected.stream()
			.map((i) -> partitions.get(i).since())
			.min(Comparator.naturalOrder())
			.orElseThrow();
		return new ListenerState(worst.phase(), reason(partitions, affected), since);
	}

	private static @Nullable String reason(List<ListenerState> partitions, List<Integer> affected) {
		for (int number : affected) {
			String reason = partitions.get(number).reason();
			if (reason != null) {
				int others = affected.size() - 1;
				return "partition " + number + ((others > 0) ? " (and " + others + " more)" : "") + " of "
						+ partitions.size() + ": " + reason;
			}
		}
		return null;
	}

	/**
	 * What the listener is behind with: the sum of what waits, the most of what is used.
	 * @param partitions what is known of each
	 */
	static ListenerBacklog backlog(List<ListenerBacklog> partitions) {
		boolean known = !partitions.isEmpty() && partitions.stream().allMatch((each) -> each.lag().isPresent());
		OptionalLong lag = known
				? OptionalLong.of(partitions.stream().mapToLong((each) -> each.lag().getAsLong()).sum())
				: OptionalLong.empty();
		OptionalDouble used = partitions.stream()
			.map(ListenerBacklog::retentionUsed)
			.filter(OptionalDouble::isPresent)
			.mapToDouble(OptionalDouble::getAsDouble)
			.max();
		MissedEvents missed = partitions.stream()
			.map(ListenerBacklog::missed)
			.filter((each) -> each != null)
			.sorted(Comparator.comparing(MissedEvents::noticed))
			.reduce(MissedEvents::and)
			.orElse(null);
		return new ListenerBacklog(lag, used, missed, partitions.stream().anyMatch(ListenerBacklog::pastEnd));
	}

}
