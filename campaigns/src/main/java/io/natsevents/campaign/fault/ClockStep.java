package io.natsevents.campaign.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.fleet.Surroundings;
import io.natsevents.campaign.process.Status;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * Sets the wall clock of processes forward and back. Their monotonic clock goes on as
 * before, as it does when somebody sets the clock of a machine.
 */
final class ClockStep implements Fault {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final long TOLERANCE_SECONDS = 60;

	private static final int HANDLED_BETWEEN = 300;

	private static final int SHORTEST_SECONDS = 300;

	private static final int LONGEST_SECONDS = 12 * 3600;

	private final @Nullable String library;

	/**
	 * Create the fault.
	 * @param library path of the libfaketime that fakes the wall clock, if there is one
	 */
	ClockStep(@Nullable String library) {
		this.library = library;
	}

	@Override
	public String name() {
		return "clock-step";
	}

	@Override
	public @Nullable String obstacle(Bus bus) {
		return (this.library != null && !this.library.isEmpty()) ? null
				: "the environment variable faketime_library names no libfaketime";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws IOException {
		Path clock = Files.createTempFile(bus.directory(), "clock", ".txt");
		set(clock, 0);
		List<Member> victims = List.of(Choice.of(bus.publishers(), random), Choice.of(bus.listeners(), random));
		// Without the last of these, timed waits of a JVM end at once or late
		Surroundings faked = new Surroundings(List.of(),
				Map.of("LD_PRELOAD", Objects.requireNonNull(this.library), "FAKETIME_TIMESTAMP_FILE", clock.toString(),
						"FAKETIME_CACHE_DURATION", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1",
						"FAKETIME_FORCE_MONOTONIC_FIX", "0"));
		try {
			victims.forEach((victim) -> bus.replace(victim, faked));
			step(bus, victims, clock, random.nextInt(SHORTEST_SECONDS, LONGEST_SECONDS));
			step(bus, victims, clock, -random.nextInt(SHORTEST_SECONDS, LONGEST_SECONDS));
			step(bus, victims, clock, 0);
		}
		finally {
			victims.forEach((victim) -> bus.replace(victim, Surroundings.USUAL));
		}
	}

	private static void step(Bus bus, List<Member> victims, Path clock, int seconds) throws IOException {
		victims.forEach((victim) -> bus.notes().add("clock of %s by %d s".formatted(victim.life(), seconds)));
		set(clock, seconds);
		for (Member victim : victims) {
			await(victim.life() + " sees its clock").atMost(LIMIT)
				.until(() -> victim.status().map((status) -> sees(status, seconds)).orElse(false));
		}
		bus.awaitHandled(HANDLED_BETWEEN);
	}

	/**
	 * Whether a process was shifted against us when it told of itself.
	 */
	private static boolean sees(Status status, int seconds) {
		long ago = System.nanoTime() - status.nanos();
		long ours = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(ago);
		long shift = TimeUnit.MILLISECONDS.toSeconds(status.wallMillis() - ours);
		return Math.abs(shift - seconds) < TOLERANCE_SECONDS;
	}

	private static void set(Path clock, int seconds) throws IOException {
		Path next = clock.resolveSibling(clock.getFileName() + ".next");
		Files.writeString(next, ((seconds < 0) ? "" : "+") + seconds + "\n");
		// A process that reads it finds either all or nothing of it
		Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE);
	}

}
