package io.natsevents.campaign.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.natsevents.campaign.fleet.Note;
import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.CampaignApplication;
import io.natsevents.listen.Ordering;
import org.jspecify.annotations.Nullable;

/**
 * Judges by what handlers wrote down whether a workload kept the promise: an event is
 * first handled after every earlier event of its key was acknowledged or parked. Earlier
 * is what has a lower sequence in the stream.
 * <p>
 * Nobody writes down an acknowledgement. It is taken for granted once a handler has
 * returned, unless the event is handled again behind a later one of its key: a server
 * delivers nothing again that was acknowledged, but for what a killed node knew and the
 * others did not, and for what a consumer knew that was deleted. Nor does it take back
 * what it had delivered to a process that froze, where others handle the events.
 */
final class OrderJudge {

	/** So long before its end a node may know what others do not. */
	private static final long UNSHARED_NANOS = Duration.ofSeconds(1).toNanos();

	/** So long it may take a node to end that is asked to. */
	private static final long LEAVING_NANOS = Duration.ofSeconds(5).toNanos();

	private final Map<Long, List<Handled>> runs = new HashMap<>();

	private final Map<Long, Long> parked = new HashMap<>();

	private final Map<String, TreeMap<Long, Load>> keys = new HashMap<>();

	private final Workload workload;

	private final Evidence evidence;

	private final Events events;

	private final Findings findings;

	OrderJudge(Workload workload, Evidence evidence, Events events, Findings findings) {
		this.workload = workload;
		this.evidence = evidence;
		this.events = events;
		this.findings = findings;
		evidence.handled()
			.stream()
			.filter((run) -> run.workload() == workload)
			.sorted(Comparator.comparingLong(Handled::begin))
			.forEach((run) -> this.runs.computeIfAbsent(run.sequence(), (sequence) -> new ArrayList<>()).add(run));
		evidence.stored()
			.stream()
			.filter((stored) -> stored.workload() == workload)
			.forEach((stored) -> this.keys.computeIfAbsent(stored.load().key(), (key) -> new TreeMap<>())
				.put(stored.sequence(), stored.load()));
		evidence.parked()
			.stream()
			.filter((letter) -> letter.workload() == workload)
			.forEach((letter) -> this.parked.merge(letter.sequence(), evidence.strike().ofWall(letter.wallNanos()),
					Math::min));
	}

	void judge() {
		this.keys.values().forEach((key) -> {
			judgeFirsts(key);
			judgeRepeats(key);
		});
	}

	private void judgeFirsts(TreeMap<Long, Load> key) {
		long settledLast = Long.MIN_VALUE;
		long lastSettled = 0;
		for (long sequence : key.keySet()) {
			Handled first = runs(sequence).stream().findFirst().orElse(null);
			if (first != null && first.begin() < settledLast) {
				violation("handled before an earlier event of its key was settled", key, sequence, lastSettled);
			}
			long settled = settled(sequence);
			if (settled > settledLast) {
				settledLast = settled;
				lastSettled = sequence;
			}
		}
	}

	private long settled(long sequence) {
		Handled done = firstDone(sequence);
		return Math.min((done != null) ? done.end() : Long.MAX_VALUE,
				this.parked.getOrDefault(sequence, Long.MAX_VALUE));
	}

	private @Nullable Handled firstDone(long sequence) {
		return runs(sequence).stream().filter(Handled::isDone).min(Comparator.comparingLong(Handled::end)).orElse(null);
	}

	/**
	 * From the newest to the oldest, so that the earliest beginning of all later events
	 * is known.
	 */
	private void judgeRepeats(TreeMap<Long, Load> key) {
		Handled later = null;
		for (long sequence : key.descendingKeySet()) {
			judgeRepeat(key, sequence, later);
			Handled first = runs(sequence).stream().findFirst().orElse(null);
			if (first != null && (later == null || first.begin() < later.begin())) {
				later = first;
			}
		}
	}

	private void judgeRepeat(TreeMap<Long, Load> key, long sequence, @Nullable Handled later) {
		Handled done = firstDone(sequence);
		if (done == null || later == null) {
			return;
		}
		runs(sequence).stream()
			.filter((run) -> run.begin() > done.end() && run.begin() > later.begin())
			.filter((repeat) -> !mayBeForgotten(done, repeat) && !wasFrozen(done, repeat))
			.findFirst()
			.ifPresent((repeat) -> violation("handled again behind a later event of its key", key, sequence,
					later.sequence()));
	}

	/**
	 * What a consumer knew of one workload says nothing of another.
	 */
	private boolean isOfThisWorkload(Note gone) {
		String durable = CampaignApplication.durable(this.workload.listener());
		return (this.workload.ordering() == Ordering.CLUSTER)
				? gone.text().matches(Pattern.quote("delete " + durable) + "-p\\d+")
				: gone.text().equals("delete " + durable);
	}

	private boolean mayBeForgotten(Handled done, Handled repeat) {
		boolean byNode = this.evidence.strike()
			.times(Note.Kind.NODE_GONE)
			.stream()
			.anyMatch((gone) -> gone < done.end() + UNSHARED_NANOS && gone > done.end() - LEAVING_NANOS
					&& gone < repeat.begin());
		return byNode || this.evidence.strike()
			.notes()
			.stream()
			.anyMatch((note) -> note.kind() == Note.Kind.CONSUMER_GONE && note.nanos() < repeat.begin()
					&& isOfThisWorkload(note));
	}

	/**
	 * Where one process has all events, it cannot go past itself. What was done before it
	 * froze, it could know.
	 */
	private boolean wasFrozen(Handled done, Handled repeat) {
		return this.workload.ordering() == Ordering.CLUSTER && this.evidence.strike()
			.notes()
			.stream()
			.anyMatch((note) -> note.kind() == Note.Kind.PROCESS_FROZEN && note.nanos() < repeat.begin()
					&& note.nanos() < done.end() && note.text().equals("freeze " + repeat.instance()));
	}

	private List<Handled> runs(long sequence) {
		return this.runs.getOrDefault(sequence, List.of());
	}

	private void violation(String promise, TreeMap<Long, Load> key, long sequence, long other) {
		this.findings.violation(promise, history(key, sequence) + "\nthe other one: " + history(key, other));
	}

	private String history(TreeMap<Long, Load> key, long sequence) {
		Load load = key.get(sequence);
		return (load != null) ? this.events.history(load.id()) : "sequence " + sequence;
	}

}
