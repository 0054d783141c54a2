package io.natsevents.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.natsevents.campaign.fault.Fault;
import io.natsevents.campaign.fault.Faults;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign is to do.
 *
 * @param duration for how long new rounds begin
 * @param rounds how many begin at most
 * @param seed decides what is random
 * @param faults what is done to the bus
 * @param rates events per second of each workload
 * @param syncInterval how often servers write to their disks, {@code null} for their
 * default
 * @param directory what is written down goes there
 */
record CampaignSettings(Duration duration, int rounds, long seed, List<Fault> faults, List<Integer> rates,
		@Nullable String syncInterval, Path directory) {

	/** What the processes of two cores take while a node starts. */
	private static final List<Integer> RATES = List.of(290, 130, 70);

	/**
	 * Read the arguments of the command line.
	 * @param directory where to write to when no argument says so
	 * @throws IllegalArgumentException if one is unknown or has no value
	 */
	static CampaignSettings parse(String[] arguments, Path directory) {
		long minutes = 30;
		long seed = System.currentTimeMillis();
		long rounds = Integer.MAX_VALUE;
		List<Fault> faults = Faults.all();
		String syncInterval = null;
		Path target = directory;
		for (int index = 0; index < arguments.length; index += 2) {
			if (index + 1 == arguments.length) {
				throw new IllegalArgumentException(arguments[index] + " needs a value\n" + usage());
			}
			String value = arguments[index + 1];
			switch (arguments[index]) {
				case "--minutes" -> minutes = number(arguments[index], value);
				case "--rounds" -> rounds = number(arguments[index], value);
				case "--directory" -> target = Path.of(value).toAbsolutePath();
				case "--seed" -> seed = number(arguments[index], value);
				case "--sync" -> syncInterval = value;
				case "--faults" -> faults = Arrays.stream(value.split(",")).map(CampaignSettings::fault).toList();
				default -> throw new IllegalArgumentException("Unknown argument " + arguments[index] + "\n" + usage());
			}
		}
		return new CampaignSettings(Duration.ofMinutes(minutes), Math.toIntExact(rounds), seed, faults, RATES,
				syncInterval, target);
	}

	private static long number(String argument, String value) {
		try {
			return Long.parseLong(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("%s needs a whole number and has %s".formatted(argument, value), ex);
		}
	}

	private static Fault fault(String name) {
		return Faults.all()
			.stream()
			.filter((fault) -> fault.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Unknown fault " + name + "\n" + usage()));
	}

	/**
	 * What the command line may say.
	 */
	static String usage() {
		List<String> lines = new ArrayList<>(
				List.of("./campaign [--minutes N] [--rounds N] [--seed S] [--faults a,b] [--sync I] [--directory D]",
						"  --minutes    for how long new rounds begin, 30", "  --rounds     how many begin at most",
						"  --seed       decides what is random, a new one each time",
						"  --sync       how often servers write to their disks, such as 10s or always; their default",
						"  --directory  where to write to, campaigns/target/campaign",
						"  --faults     what is done to the bus, all of these:"));
		Faults.all().stream().map(Fault::name).sorted().forEach((name) -> lines.add("                 " + name));
		return String.join("\n", lines);
	}

	List<String> faultNames() {
		return this.faults.stream().map(Fault::name).toList();
	}

}
