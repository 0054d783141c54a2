package io.natsevents.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Effort;

/**
 * What to run, and how.
 *
 * @param cases the cases
 * @param effort how much is done
 * @param results where the results are written
 * @param baseline what they are compared with
 */
record BenchSettings(List<BenchmarkCase> cases, Effort effort, Path results, Path baseline) {

	/** The cases of {@code --quick} are warmed up and measured within five minutes. */
	private static final Effort EFFORT = Effort.full(Duration.ofSeconds(25));

	/**
	 * What the arguments can be.
	 */
	static String usage() {
		return """
				./bench [--quick] [--only NAME]... [--rounds N]

				  --quick      the cases that show first when a change costs something
				  --only NAME  one case, or those whose names begin so (peers); may be repeated
				  --rounds N   rounds that count; else five or more, for 25 seconds a case""";
	}

	/**
	 * Understand arguments.
	 * @param arguments the arguments
	 * @param all the cases there are
	 * @param directory the module's directory
	 * @throws IllegalArgumentException when they cannot be understood
	 */
	static BenchSettings parse(String[] arguments, List<BenchmarkCase> all, Path directory) {
		boolean quick = false;
		Effort effort = EFFORT;
		List<BenchmarkCase> only = new ArrayList<>();
		for (int i = 0; i < arguments.length; i++) {
			switch (arguments[i]) {
				case "--quick" -> quick = true;
				case "--only" -> only.addAll(find(valueOf(arguments, i++), all));
				case "--rounds" -> effort = Effort.full(positive(valueOf(arguments, i++)));
				default -> throw new IllegalArgumentException("'" + arguments[i] + "' is not understood.\n" + usage());
			}
		}
		List<BenchmarkCase> cases = only.isEmpty() ? all : only;
		if (quick) {
			cases = cases.stream().filter(BenchmarkCase::isQuick).toList();
		}
		if (cases.isEmpty()) {
			throw new IllegalArgumentException("None of these cases is one of --quick.\n" + usage());
		}
		return new BenchSettings(cases.stream().distinct().toList(), effort, directory.resolve("target/results.json"),
				directory.resolve("baseline.json"));
	}

	private static String valueOf(String[] arguments, int option) {
		if (option + 1 == arguments.length) {
			throw new IllegalArgumentException(arguments[option] + " needs a value.\n" + usage());
		}
		return arguments[option + 1];
	}

	/**
	 * Find a case by its name, or those whose names begin with it.
	 */
	private static List<BenchmarkCase> find(String name, List<BenchmarkCase> all) {
		List<BenchmarkCase> found = all.stream().filter((benchmark) -> benchmark.name().equals(name)).toList();
		if (found.isEmpty()) {
			found = all.stream().filter((benchmark) -> benchmark.name().startsWith(name + "-")).toList();
		}
		if (found.isEmpty()) {
			throw new IllegalArgumentException("There is no case '" + name + "', only "
					+ String.join(", ", all.stream().map(BenchmarkCase::name).toList()));
		}
		return found;
	}

	private static int positive(String value) {
		try {
			int number = Integer.parseInt(value);
			if (number > 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Said below
		}
		throw new IllegalArgumentException("'" + value + "' is not a number of rounds.\n" + usage());
	}

}
