package io.natsevents.benchmark.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Runner}.
 */
class RunnerTests {

	private final List<String> runs = new ArrayList<>();

	@Test
	void bothSidesWarmUpAndThenTakeTurnsToBeFirst() throws Exception {
		new Runner(new Effort(Duration.ZERO, 3, Duration.ZERO, 1)).run(new Sides((run) -> run));
		assertThat(this.runs).containsExactly("ours", "bare", //
				"ours", "bare", "bare", //
				"bare", "bare", "ours", //
				"bare", "ours", "bare");
	}

	@Test
	void roundsGoOnUntilTheTimeIsUp() throws Exception {
		PrimitiveIterator.OfLong nanoTime = LongStream.of(0, 1, // warm-up
				0, 1, 2, 9, 10)
			.iterator();
		new Runner(new Effort(Duration.ZERO, 2, Duration.ofNanos(10), 1), nanoTime::nextLong)
			.run(new Sides((run) -> run));
		assertThat(this.runs).hasSize(2 + 5 * 3);
		assertThat(nanoTime.hasNext()).isFalse();
	}

	@Test
	void eachFigureGoesToItsSideWhoeverWasFirst() throws Exception {
		List<Comparison> comparisons = new Runner(new Effort(Duration.ZERO, 1, Duration.ZERO, 1))
			.run(new Sides((run) -> run - 2));
		assertThat(comparisons).hasSize(2);
		assertThat(comparisons.get(0).row().name()).isEqualTo("sides-more");
		assertThat(comparisons.get(0).ours()).isEqualTo(1);
		assertThat(comparisons.get(0).bare()).isEqualTo(2);
		assertThat(comparisons.get(0).control()).isEqualTo(1.5);
		assertThat(comparisons.get(1).row().name()).isEqualTo("sides-less");
		assertThat(comparisons.get(1).ours()).isEqualTo(10);
		assertThat(comparisons.get(1).bare()).isEqualTo(20);
	}

	@Test
	void aSideThatFailsEndsTheRun() {
		assertThatIllegalStateException().isThrownBy(() -> new Runner(Effort.trial()).run(new Sides((run) -> {
			throw new IllegalStateException("not all events were stored");
		}))).withMessage("not all events were stored");
	}

	/**
	 * A case whose sides note that they ran, with a figure for the n-th run.
	 */
	private final class Sides implements BenchmarkCase {

		private final DoubleUnaryOperator figure;

		private Sides(DoubleUnaryOperator figure) {
			this.figure = figure;
		}

		@Override
		public String name() {
			return "sides";
		}

		@Override
		public List<Row> rows() {
			return List.of(Row.higher("sides-more", "events/s", Limits.REPORTED),
					Row.lower("sides-less", "ms", Limits.REPORTED));
		}

		@Override
		public Contest open(Workbench workbench) {
			return new Contest(side("ours"), side("bare"));
		}

		private Side side(String name) {
			return () -> {
				RunnerTests.this.runs.add(name);
				double value = this.figure.applyAsDouble(RunnerTests.this.runs.size());
				return List.of(Sample.of(value), Sample.of(10 * value));
			};
		}

	}

}
