package io.natsevents.benchmark;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.natsevents.benchmark.cases.Cases;
import io.natsevents.benchmark.report.Losses;
import io.natsevents.benchmark.report.Machine;
import io.natsevents.benchmark.report.Result;
import io.natsevents.benchmark.report.ResultLine;
import io.natsevents.benchmark.report.Results;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Comparison;
import io.natsevents.benchmark.run.Runner;
import io.natsevents.benchmark.run.Verdict;
import io.natsevents.test.NatsServer;

/**
 * Runs cases, prints how ours stands to the bare client, and compares with the baseline.
 */
public final class Bench {

	private final BenchSettings settings;

	private final PrintStream output;

	private Bench(BenchSettings settings, PrintStream output) {
		this.settings = settings;
		this.output = output;
	}

	/**
	 * Run; ends with 1 when a row was missed or has lost, or a case failed, and with 2
	 * when the arguments cannot be understood.
	 * @param arguments {@code --quick}, {@code --only}, {@code --rounds} or
	 * {@code --help}
	 */
	public static void main(String[] arguments) {
		if (Arrays.asList(arguments).contains("--help")) {
			System.out.println(BenchSettings.usage());
			System.exit(0);
		}
		int code = 1;
		try {
			BenchSettings settings = BenchSettings.parse(arguments, Cases.all(), Path.of("benchmarks"));
			code = new Bench(settings, System.out).run() ? 0 : 1;
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			code = 2;
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		// Whatever still runs, such as the client's threads
		System.exit(code);
	}

	/**
	 * Run the cases.
	 * @return whether all is well
	 */
	private boolean run() {
		Machine machine = machine();
		this.output.println(machine);
		Losses losses = losses(machine);
		List<Result> results = new ArrayList<>();
		boolean well = true;
		for (BenchmarkCase benchmark : this.settings.cases()) {
			try {
				well = print(new Runner(this.settings.effort()).run(benchmark), losses, results) && well;
			}
			catch (Exception ex) {
				// The others are worth having
				this.output.println(benchmark.name() + " FAILED");
				ex.printStackTrace();
				well = false;
			}
			new Results(machine, results).write(this.settings.results());
		}
		return well;
	}

	private boolean print(List<Comparison> comparisons, Losses losses, List<Result> results) {
		boolean well = true;
		for (Comparison comparison : comparisons) {
			Result result = Result.of(comparison);
			List<String> remarks = new ArrayList<>(Verdict.of(comparison).reasons());
			remarks.addAll(losses.of(result));
			well = well && remarks.isEmpty();
			results.add(result);
			this.output.println(ResultLine.of(result, remarks));
		}
		return well;
	}

	private static Machine machine() {
		try (NatsServer server = NatsServer.builder().start()) {
			return Machine.here(server.version());
		}
	}

	private Losses losses(Machine machine) {
		Results baseline = Files.exists(this.settings.baseline()) ? Results.read(this.settings.baseline())
				: new Results(machine, List.of());
		Losses losses = new Losses(baseline, machine);
		losses.hindrance().ifPresent(this.output::println);
		return losses;
	}

}
