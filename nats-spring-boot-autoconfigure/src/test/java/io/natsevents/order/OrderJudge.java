package io.natsevents.order;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges by what handlers wrote down whether the promise was kept: an event is first
 * handled after every earlier event of its key was acknowledged or parked. Earlier is
 * what has a lower sequence in the stream.
 * <p>
 * Nobody writes down an acknowledgement. It is taken for granted once a handler has
 * returned, unless the event is handled again behind a later one of its key: a server
 * delivers nothing again that was acknowledged, but for what a killed node knew and the
 * others did not.
 */
final class OrderJudge {

	/** So long before its end a node may know what others do not. */
	private static final long UNSHARED_NANOS = Duration.ofSeconds(1).toNanos();

	/** Of the two clocks that are compared one tells milliseconds only. */
	private static final long CLOCK_MILLIS = 2;

	private final Evidence evidence;

	private final Map<Long, List<Handling>> bySequence = new HashMap<>();

	private final Map<String, TreeMap<Long, Load>> byKey = new HashMap<>();

	OrderJudge(Evidence evidence) {
		this.evidence = evidence;
		evidence.handlings()
			.forEach((run) -> this.bySequence.computeIfAbsent(run.sequence(), (sequence) -> new ArrayList<>())
				.add(run));
		this.bySequence.values().forEach((runs) -> runs.sort(Comparator.comparingLong(Handling::begin)));
		evidence.stored()
			.forEach((sequence, load) -> this.byKey.computeIfAbsent(load.key(), (key) -> new TreeMap<>())
				.put(sequence, load));
	}

	/**
	 * Judge the run whose directory is the argument; ends with 1 when the promise was
	 * broken or an event was lost.
	 */
	public static void main(String[] arguments) {
		Evidence evidence = Evidence.read(Path.of(arguments[0]));
		Verdict verdict = new OrderJudge(evidence).judge();
		System.out.println(verdict.describe());
		System.out.println(RunFigures.of(evidence).describe());
		System.exit(verdict.isClean() ? 0 : 1);
	}

	Verdict judge() {
		Findings findings = new Findings();
		this.byKey.forEach((key, events) -> judge(List.copyOf(events.keySet()), findings));
		long unknown = this.bySequence.keySet()
			.stream()
			.filter((sequence) -> !this.evidence.stored().containsKey(sequence))
			.count();
		return new Verdict(List.copyOf(findings.violations), List.copyOf(findings.unhandled), findings.repeated,
				findings.repeatedBehind, unknown);
	}

	private void judge(List<Long> sequences, Findings findings) {
		Settled latest = new Settled(0, Long.MIN_VALUE, Long.MIN_VALUE);
		for (int index = 0; index < sequences.size(); index++) {
			long sequence = sequences.get(index);
			List<Handling> runs = this.bySequence.getOrDefault(sequence, List.of());
			if (!runs.isEmpty() && latest.isAfter(runs.get(0))) {
				findings.violations.add("overtaken: " + describe(runs.get(0)) + " began before " + latest.sequence()
						+ " was settled: " + describe(latest.sequence()));
			}
			Settled settled = settled(sequence, runs);
			if (!settled.isSettled()) {
				findings.unhandled.add(sequence);
			}
			latest = latest.orLater(settled);
			judgeRepeats(runs, sequences.subList(index + 1, sequences.size()), findings);
		}
	}

	/**
	 * When an event was settled for the first time.
	 */
	private Settled settled(long sequence, List<Handling> runs) {
		long done = runs.stream().filter(Handling::isDone).mapToLong(Handling::end).min().orElse(Long.MAX_VALUE);
		Long parked = this.evidence.parked().get(sequence);
		return new Settled(sequence, done,
				(done == Long.MAX_VALUE && parked != null) ? parked - CLOCK_MILLIS : Long.MAX_VALUE);
	}

	private void judgeRepeats(List<Handling> runs, List<Long> later, Findings findings) {
		long done = runs.stream().filter(Handling::isDone).mapToLong(Handling::end).min().orElse(Long.MAX_VALUE);
		List<Handling> repeats = runs.stream().filter((run) -> run.begin() > done).toList();
		if (repeats.isEmpty()) {
			return;
		}
		findings.repeated++;
		Handling repeat = repeats.get(repeats.size() - 1);
		Handling overtaking = null;
		for (long sequence : later) {
			List<Handling> others = this.bySequence.getOrDefault(sequence, List.of());
			if (!others.isEmpty() && others.get(0).begin() < repeat.begin()) {
				overtaking = others.get(0);
				break;
			}
		}
		if (overtaking == null) {
			return;
		}
		findings.repeatedBehind++;
		boolean forgotten = this.evidence.serverKills()
			.stream()
			.anyMatch((kill) -> kill > done - UNSHARED_NANOS && kill < repeat.begin());
		if (!forgotten) {
			findings.violations.add("not acknowledged: " + describe(repeat) + " came again behind "
					+ describe(overtaking) + ", and no node was killed since it was done");
		}
	}

	private String describe(long sequence) {
		return this.bySequence.getOrDefault(sequence, List.of()).stream().map(OrderJudge::describe).toList()
				+ (this.evidence.parked().containsKey(sequence) ? " parked at " + this.evidence.parked().get(sequence)
						: "");
	}

	private static String describe(Handling run) {
		return run.load().key() + "#" + run.load().number() + " (sequence " + run.sequence() + ", delivery "
				+ run.deliveries() + ", " + run.instance() + ", " + run.begin() + " to "
				+ ((run.outcome() != null) ? run.end() + " " + run.outcome() : "its death") + ", " + run.wallMillis()
				+ ")";
	}

	/**
	 * When an event was settled, by one of two clocks.
	 */
	private record Settled(long sequence, long nanos, long wallMillis) {

		boolean isSettled() {
			return this.nanos != Long.MAX_VALUE || this.wallMillis != Long.MAX_VALUE;
		}

		boolean isAfter(Handling run) {
			return (this.nanos == Long.MAX_VALUE) ? run.wallMillis() < this.wallMillis : run.begin() < this.nanos;
		}

		Settled orLater(Settled other) {
			return other;
		}

	}

	private static final class Findings {

		private final List<String> violations = new ArrayList<>();

		private final List<Long> unhandled = new ArrayList<>();

		private long repeated;

		private long repeatedBehind;

	}

}
