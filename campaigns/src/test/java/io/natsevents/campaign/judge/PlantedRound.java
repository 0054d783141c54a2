package io.natsevents.campaign.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.fleet.LogLine;
import io.natsevents.campaign.fleet.MemberState;
import io.natsevents.campaign.fleet.Note;
import io.natsevents.campaign.fleet.Pending;
import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;
import org.jspecify.annotations.Nullable;

/**
 * A round that was never run. Times are milliseconds since the fault began; events are
 * those of one writer, by their numbers.
 */
final class PlantedRound {

	static final String WRITER = "publisher-1-1";

	private static final long BEGIN = TimeUnit.SECONDS.toNanos(1000);

	private final List<Published> published = new ArrayList<>();

	private final List<Stored> stored = new ArrayList<>();

	private final List<Handled> handled = new ArrayList<>();

	private final List<Parked> parked = new ArrayList<>();

	private final List<Note> notes = new ArrayList<>();

	private final List<Long> barePublished = new ArrayList<>();

	private final List<Long> bareAnswered = new ArrayList<>();

	private final List<Long> bareDelivered = new ArrayList<>();

	private final List<Pending> pending = new ArrayList<>();

	private final List<MemberState> members = new ArrayList<>();

	private final List<LogLine> errors = new ArrayList<>();

	private final Workload workload;

	private Expectation expectation = Expectation.NOTHING_LOST;

	private Set<Workload> mayLose = Set.of();

	private String fault = "planted";

	private @Nullable String error;

	PlantedRound(Workload workload) {
		this.workload = workload;
	}

	static PlantedRound orders() {
		return new PlantedRound(Workload.ORDERS);
	}

	static String id(long number) {
		return load(number, Kind.GOOD).id();
	}

	private static Load load(long number, Kind kind) {
		return load(number, "k" + number, kind);
	}

	private static Load load(long number, String key, Kind kind) {
		return new Load(1, WRITER, number, key, nanos(0), kind);
	}

	static long nanos(long millis) {
		return BEGIN + TimeUnit.MILLISECONDS.toNanos(millis);
	}

	PlantedRound expect(Expectation expected) {
		this.expectation = expected;
		this.mayLose = (expected == Expectation.NOTHING_LOST) ? Set.of() : Set.of(Workload.values());
		return this;
	}

	/**
	 * Workloads whose events may be lost, where not all of them are that may.
	 */
	PlantedRound mayLose(Workload... workloads) {
		this.mayLose = Set.of(workloads);
		return this;
	}

	PlantedRound fault(String name) {
		this.fault = name;
		return this;
	}

	PlantedRound error(String text) {
		this.error = text;
		return this;
	}

	PlantedRound note(Note.Kind kind, long millis) {
		return note(kind, millis, "planted");
	}

	PlantedRound note(Note.Kind kind, long millis, String text) {
		this.notes.add(new Note(nanos(millis), kind, text));
		return this;
	}

	PlantedRound frozen(String process, long millis) {
		this.notes.add(new Note(nanos(millis), Note.Kind.PROCESS_FROZEN, "freeze " + process));
		return this;
	}

	/**
	 * An event that was acknowledged, stored at the sequence of its number plus one, and
	 * handled.
	 */
	PlantedRound good(long number) {
		return acknowledged(number).stored(number, number + 1).done(number, 10, 20);
	}

	PlantedRound published(long number, Kind kind, Published.Outcome outcome) {
		boolean acknowledged = outcome == Published.Outcome.ACKNOWLEDGED;
		this.published
			.add(new Published(this.workload, load(number, kind), outcome, nanos(5), acknowledged ? number + 1 : 0));
		return this;
	}

	PlantedRound acknowledged(long number) {
		return published(number, Kind.GOOD, Published.Outcome.ACKNOWLEDGED);
	}

	PlantedRound acknowledged(long number, long millis) {
		this.published.add(new Published(this.workload, load(number, Kind.GOOD), Published.Outcome.ACKNOWLEDGED,
				nanos(millis), number + 1));
		return this;
	}

	PlantedRound stored(long number, long sequence) {
		return stored(number, sequence, "k" + number);
	}

	PlantedRound stored(long number, long sequence, String key) {
		this.stored.add(new Stored(this.workload, sequence, load(number, key, kind(number))));
		return this;
	}

	PlantedRound done(long number, long begin, long end) {
		return run("sharing-1-1", number, begin, end, Handled.Outcome.DONE);
	}

	PlantedRound done(String instance, long number, long begin, long end) {
		return run(instance, number, begin, end, Handled.Outcome.DONE);
	}

	PlantedRound failed(long number, long begin, long end) {
		return run("sharing-1-1", number, begin, end, Handled.Outcome.FAILED);
	}

	PlantedRound died(long number, long begin) {
		return run("sharing-1-1", number, begin, 0, Handled.Outcome.DIED);
	}

	PlantedRound run(String instance, long number, long begin, long end, Handled.Outcome outcome) {
		long sequence = this.stored.stream()
			.filter((each) -> each.load().number() == number)
			.mapToLong(Stored::sequence)
			.findFirst()
			.orElse(number + 1);
		this.handled.add(new Handled(instance, this.workload, nanos(begin),
				(outcome == Handled.Outcome.DIED) ? Long.MAX_VALUE : nanos(end), sequence, deliveries(number),
				loadOf(number), outcome));
		return this;
	}

	PlantedRound parked(long number, String reason, long millis) {
		return parked(number, number + 1, reason, millis);
	}

	PlantedRound parked(long number, long sequence, String reason, long millis) {
		this.parked.add(new Parked(this.workload, sequence, reason, nanos(millis), loadOf(number)));
		return this;
	}

	PlantedRound barePublished(long millis) {
		this.barePublished.add(nanos(millis));
		return this;
	}

	PlantedRound bareAnswered(long millis) {
		this.bareAnswered.add(nanos(millis));
		return this;
	}

	PlantedRound bareDelivered(long millis) {
		this.bareDelivered.add(nanos(millis));
		return this;
	}

	PlantedRound pending(String what, long settled) {
		this.pending.add(new Pending(what, this.workload.stream(), settled));
		return this;
	}

	PlantedRound member(MemberState state) {
		this.members.add(state);
		return this;
	}

	PlantedRound logged(String line) {
		this.errors.add(new LogLine("sharing-1", line));
		return this;
	}

	/**
	 * Each run is another delivery.
	 */
	private long deliveries(long number) {
		return 1 + this.handled.stream().filter((run) -> run.load().number() == number).count();
	}

	private Kind kind(long number) {
		return this.published.stream()
			.filter((each) -> each.load().number() == number)
			.map((each) -> each.load().kind())
			.findFirst()
			.orElse(Kind.GOOD);
	}

	private Load loadOf(long number) {
		return this.stored.stream()
			.map(Stored::load)
			.filter((load) -> load.number() == number)
			.findFirst()
			.orElseGet(() -> load(number, kind(number)));
	}

	Evidence evidence() {
		Strike strike = new Strike(1, this.fault, this.expectation, this.mayLose, nanos(0), nanos(1000), nanos(2000), 0,
				List.copyOf(this.notes), this.error);
		return new Evidence(strike, List.copyOf(this.published), List.copyOf(this.stored), List.copyOf(this.handled),
				List.copyOf(this.parked), List.copyOf(this.barePublished), List.copyOf(this.bareAnswered),
				List.copyOf(this.bareDelivered), List.copyOf(this.pending), List.copyOf(this.members),
				List.copyOf(this.errors), List.of(), null);
	}

	/**
	 * What a rule finds.
	 */
	Findings judgeBy(Rule rule) {
		Findings findings = new Findings();
		Evidence evidence = evidence();
		rule.judge(evidence, new Events(evidence), findings);
		return findings;
	}

}
