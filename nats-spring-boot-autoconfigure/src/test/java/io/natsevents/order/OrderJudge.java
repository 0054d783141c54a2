package io.natsevents.order;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.natsevents.listen.Ordering;
import org.jspecify.annotations.Nullable;

/**
 * Judges by what handlers wrote down whether the promise was kept: an event is first
 * handled after every earlier event of its key was acknowledged or parked. Earlier is
 * what has a lower sequence in the stream.
 * <p>
 * Nobody writes down an acknowledgement. It is taken for granted once a handler has
 * returned, unless the event is handled again behind a later one of its key: a server
 * delivers nothing again that was acknowledged, but for what a killed node knew and the
 * others did not. Where no order is asked for, it is enough that the acknowledgement was
 * on its way when the same process began the next event.
 */
final class OrderJudge {

	/** So long before its end a node may know what others do not. */
	private static final long UNSHARED_NANOS = Duration.ofSeconds(1).toNanos();

	private final Evidence evidence;

	private final Map<Long, List<Handling>> runs = new HashMap<>();

	private final Map<String, TreeMap<Long, Load>> keys = new HashMap<>();

	private final List<String> violations = new ArrayList<>();

	private final List<Long> unhandled = new ArrayList<>();

	private long repeated;

	private long repeatedBehind;

	private OrderJudge(Evidence evidence) {
		this.evidence = evidence;
		evidence.handlings()
			.forEach((run) -> this.runs.computeIfAbsent(run.sequence(), (sequence) -> new ArrayList<>()).add(run));
		this.runs.values().forEach((each) -> each.sort(Comparator.comparingLong(Handling::begin)));
		evidence.stored()
			.forEach((sequence, load) -> this.keys.computeIfAbsent(load.key(), (key) -> new TreeMap<>())
				.put(sequence, load));
	}

	/**
	 * Judge the run whose directory is the argument; ends with 1 when the promise was
	 * broken or an event was lost.
	 */
	public static void main(String[] arguments) {
		Evidence evidence = Evidence.read(Path.of(arguments[0]));
		Verdict verdict = judge(evidence);
		System.out.println(verdict.describe());
		System.out.println(RunFigures.of(evidence).describe());
		System.exit(verdict.isClean() ? 0 : 1);
	}

	static Verdict judge(Evidence evidence) {
		return new OrderJudge(evidence).judge();
	}

	private Verdict judge() {
		this.keys.values().forEach((events) -> judge(List.copyOf(events.keySet())));
		return new Verdict(List.copyOf(this.violations), List.copyOf(this.unhandled), this.evidence.parked().size(),
				this.repeated, this.repeatedBehind);
	}

	private void judge(List<Long> sequences) {
		long settledLast = Long.MIN_VALUE;
		long lastSettled = 0;
		for (long sequence : sequences) {
			Handling first = first(sequence);
			if (first != null && first.begin() < settledLast) {
				this.violations
					.add("overtaken: " + describe(first) + " began before this was settled: " + describe(lastSettled));
			}
			long settled = settled(sequence);
			if (settled == Long.MAX_VALUE) {
				this.unhandled.add(sequence);
			}
			if (settled > settledLast) {
				settledLast = settled;
				lastSettled = sequence;
			}
		}
		judgeRepeats(sequences);
	}

	private long settled(long sequence) {
		return Math.min(done(sequence), this.evidence.parked().getOrDefault(sequence, Long.MAX_VALUE));
	}

	private long done(long sequence) {
		Handling done = firstDone(sequence);
		return (done != null) ? done.end() : Long.MAX_VALUE;
	}

	private @Nullable Handling firstDone(long sequence) {
		return runs(sequence).stream()
			.filter(Handling::isDone)
			.min(Comparator.comparingLong(Handling::end))
			.orElse(null);
	}

	/**
	 * From the newest to the oldest, so that the earliest beginnings of all later events
	 * are known, by process.
	 */
	private void judgeRepeats(List<Long> sequences) {
		Map<String, Handling> later = new HashMap<>();
		for (int index = sequences.size() - 1; index >= 0; index--) {
			long sequence = sequences.get(index);
			judgeRepeat(sequence, later);
			Handling first = first(sequence);
			if (first != null) {
				later.merge(first.instance(), first, (one, other) -> (one.begin() < other.begin()) ? one : other);
			}
		}
	}

	private void judgeRepeat(long sequence, Map<String, Handling> later) {
		Handling done = firstDone(sequence);
		List<Handling> repeats = (done != null)
				? runs(sequence).stream().filter((run) -> run.begin() > done.end()).toList() : List.of();
		if (done == null || repeats.isEmpty()) {
			return;
		}
		this.repeated++;
		Handling repeat = repeats.get(repeats.size() - 1);
		List<Handling> overtaking = later.values().stream().filter((other) -> other.begin() < repeat.begin()).toList();
		if (overtaking.isEmpty()) {
			return;
		}
		this.repeatedBehind++;
		boolean forgotten = this.evidence.serverKills()
			.stream()
			.anyMatch((kill) -> kill > done.end() - UNSHARED_NANOS && kill < repeat.begin());
		overtaking.stream()
			.filter((other) -> !forgotten && !isEnough(done, other))
			.findFirst()
			.ifPresent((other) -> this.violations.add("not acknowledged: " + describe(repeat) + " came again behind "
					+ describe(other) + ", and no node was killed since it was done: " + describe(done)));
	}

	private boolean isEnough(Handling done, Handling next) {
		return this.evidence.ordering() == Ordering.NONE && done.instance().equals(next.instance());
	}

	private @Nullable Handling first(long sequence) {
		List<Handling> all = runs(sequence);
		return all.isEmpty() ? null : all.get(0);
	}

	private List<Handling> runs(long sequence) {
		return this.runs.getOrDefault(sequence, List.of());
	}

	private String describe(long sequence) {
		Long parked = this.evidence.parked().get(sequence);
		return sequence + runs(sequence).stream().map(OrderJudge::describe).toList().toString()
				+ ((parked != null) ? " parked at " + parked : "");
	}

	private static String describe(Handling run) {
		return run.load().key() + "#" + run.load().number() + " (sequence " + run.sequence() + ", delivery "
				+ run.deliveries() + ", " + run.instance() + ", " + run.begin() + " to "
				+ ((run.outcome() != null) ? run.end() + " " + run.outcome() : "its death") + ", wall "
				+ run.wallMillis() + ")";
	}

}
