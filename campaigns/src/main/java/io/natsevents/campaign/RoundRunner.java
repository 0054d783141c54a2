package io.natsevents.campaign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.natsevents.campaign.fault.Fault;
import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.ErrorLog;
import io.natsevents.campaign.fleet.LogLine;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.fleet.MemberLogs;
import io.natsevents.campaign.fleet.MemberState;
import io.natsevents.campaign.fleet.MembersAtRest;
import io.natsevents.campaign.fleet.Pending;
import io.natsevents.campaign.fleet.StoredEvents;
import io.natsevents.campaign.judge.JudgeProgram;
import io.natsevents.campaign.judge.Verdict;
import io.natsevents.campaign.process.RoundDirectory;
import io.natsevents.support.ChildJvm;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * Runs rounds: events flow, something is done, events go on, and when the last one is
 * handled another program judges.
 */
final class RoundRunner {

	private static final int CALM_BEFORE = 500;

	private static final int CALM_AFTER = 1000;

	private static final Duration JUDGING = Duration.ofMinutes(2);

	private final JsonMapper mapper = new JsonMapper();

	private final MembersAtRest members = new MembersAtRest();

	private final Bus bus;

	private final List<Integer> rates;

	private final ErrorLog errors;

	private boolean atRest;

	RoundRunner(Bus bus, List<Integer> rates) {
		this.bus = bus;
		this.rates = rates;
		this.errors = new ErrorLog(bus.directory());
	}

	/**
	 * Run a round.
	 * @throws Exception when there is nothing to judge
	 */
	Verdict run(int round, Fault fault, RandomGenerator random) throws Exception {
		Path directory = RoundDirectory.of(this.bus.directory(), round);
		Files.createDirectories(directory);
		this.bus.notes().take();
		StoredEvents stored = this.bus.stored();
		stored.begin();
		MemberLogs logs = new MemberLogs(this.bus);
		logs.begin();
		this.bus.begin(round, this.rates);
		this.bus.awaitHandled(CALM_BEFORE);
		long begin = System.nanoTime();
		String error = strike(fault, random);
		long healed = System.nanoTime();
		error = (error != null) ? error : goOn();
		long end = System.nanoTime();
		List<Pending> pending = this.bus.rest();
		stored.write(directory);
		logs.write(directory);
		List<Member> alive = this.bus.members().stream().filter(Member::isAlive).toList();
		error = (error != null) ? error : whoIsDead();
		write(directory, Pending.FILE, pending);
		write(directory, MemberState.FILE, this.members.ask(alive));
		write(directory, LogLine.FILE, this.errors.read(this.bus.members()));
		write(directory, Strike.FILE, new Strike(round, fault.name(), fault.expectation(), fault.mayLose(), begin,
				healed, end, wallDifference(), this.bus.notes().take(), error));
		this.atRest = pending.isEmpty() && alive.size() == this.bus.members().size();
		return judge(directory);
	}

	/**
	 * Whether the next round can begin with what the last one has left.
	 */
	boolean isAtRest() {
		return this.atRest;
	}

	/**
	 * Whatever becomes of a fault, what became of the events is judged.
	 */
	private @Nullable String strike(Fault fault, RandomGenerator random) {
		try {
			fault.strike(this.bus, random);
			return null;
		}
		catch (Exception | AssertionError ex) {
			this.bus.heal();
			return Failure.describe(ex);
		}
	}

	private @Nullable String goOn() {
		try {
			this.bus.awaitHandled(CALM_AFTER);
			return null;
		}
		catch (RuntimeException ex) {
			return Failure.describe(ex);
		}
	}

	private @Nullable String whoIsDead() {
		List<String> dead = Stream.concat(this.bus.members().stream(), Stream.of(this.bus.bare()))
			.filter((member) -> !member.isAlive())
			.map(Member::life)
			.toList();
		return dead.isEmpty() ? null : "ended by themselves: " + dead;
	}

	private void write(Path directory, String file, Object value) {
		this.mapper.writeValue(directory.resolve(file).toFile(), value);
	}

	private static long wallDifference() {
		Instant now = Instant.now();
		return System.nanoTime() - TimeUnit.SECONDS.toNanos(now.getEpochSecond()) - now.getNano();
	}

	private Verdict judge(Path directory) {
		try (ChildJvm judge = ChildJvm.start(JudgeProgram.class, directory.resolve("judge.log"), List.of("-Xmx512m"),
				List.of(directory.toString()))) {
			await("verdict").atMost(JUDGING).until(() -> !judge.isAlive());
			int code = judge.awaitEnd();
			Path file = directory.resolve(Verdict.FILE);
			if (!Files.exists(file)) {
				throw new IllegalStateException("The judge ended with %d:%n%s".formatted(code, judge.output()));
			}
			return this.mapper.readValue(file.toFile(), Verdict.class);
		}
	}

}
