package io.natsevents.benchmark.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

import io.natsevents.benchmark.run.Comparison.Round;

/**
 * Runs the sides of a case in turn.
 */
public final class Runner {

	private final Effort effort;

	private final LongSupplier nanoTime;

	/**
	 * Create a runner.
	 * @param effort how much is done
	 */
	public Runner(Effort effort) {
		this(effort, System::nanoTime);
	}

	Runner(Effort effort, LongSupplier nanoTime) {
		this.effort = effort;
		this.nanoTime = nanoTime;
	}

	/**
	 * Run a case.
	 * @param benchmark the case
	 * @return what came of each of its rows
	 * @throws Exception when the case fails
	 */
	public List<Comparison> run(BenchmarkCase benchmark) throws Exception {
		try (Workbench workbench = new Workbench(this.effort)) {
			Contest contest = benchmark.open(workbench);
			if (benchmark.isWarmedUp()) {
				warmUp(contest);
			}
			List<List<Round>> rounds = new ArrayList<>();
			benchmark.rows().forEach((row) -> rounds.add(new ArrayList<>()));
			long end = this.nanoTime.getAsLong() + this.effort.time().toNanos();
			for (int i = 0; i < this.effort.rounds() || this.nanoTime.getAsLong() - end < 0; i++) {
				List<List<Sample>> samples = round(contest, i);
				for (int row = 0; row < rounds.size(); row++) {
					rounds.get(row)
						.add(new Round(samples.get(0).get(row), samples.get(1).get(row), samples.get(2).get(row)));
				}
			}
			List<Comparison> comparisons = new ArrayList<>();
			for (int row = 0; row < rounds.size(); row++) {
				comparisons.add(new Comparison(benchmark.rows().get(row), rounds.get(row)));
			}
			return comparisons;
		}
	}

	private void warmUp(Contest contest) throws Exception {
		long end = this.nanoTime.getAsLong() + this.effort.warmUp().toNanos();
		do {
			contest.ours().run();
			contest.bare().run();
		}
		while (this.nanoTime.getAsLong() - end < 0);
	}

	/**
	 * Who runs first may run on a machine that is cooler, or fuller, so they take turns.
	 * @return the samples of ours, of the bare client, and of the bare client again
	 */
	private static List<List<Sample>> round(Contest contest, int number) throws Exception {
		List<Side> sides = List.of(contest.ours(), contest.bare(), contest.bare());
		List<List<Sample>> samples = new ArrayList<>(Collections.nCopies(sides.size(), List.of()));
		for (int i = 0; i < sides.size(); i++) {
			int turn = (number + i) % sides.size();
			// What one side leaves behind is not for the next to clear away
			System.gc();
			samples.set(turn, sides.get(turn).run());
		}
		return samples;
	}

}
