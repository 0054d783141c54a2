package io.natsevents.benchmark.cases;

import java.util.List;
import java.util.stream.Stream;

import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Comparison;
import io.natsevents.benchmark.run.Effort;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Runner;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every case works. How fast it is cannot be told from so short a run.
 */
class BenchmarkCasesTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource("all")
	void everyCaseHasFiguresOfBothSides(BenchmarkCase benchmark) throws Exception {
		List<Comparison> comparisons = new Runner(Effort.trial()).run(benchmark);
		assertThat(comparisons).extracting(Comparison::row).isEqualTo(benchmark.rows()).isNotEmpty();
		assertThat(comparisons).allSatisfy((comparison) -> {
			assertThat(comparison.ours()).as(comparison.row().name()).isFinite();
			assertThat(comparison.bare()).as(comparison.row().name()).isFinite();
		});
	}

	@Test
	void rowsAreToldApartByTheirNamesWhichBeginWithTheCases() {
		assertThat(Cases.all()).allSatisfy((benchmark) -> assertThat(benchmark.rows()).extracting(Row::name)
			.allMatch((name) -> name.startsWith(benchmark.name())));
		assertThat(Cases.all().stream().flatMap((benchmark) -> benchmark.rows().stream()).map(Row::name))
			.doesNotHaveDuplicates();
	}

	private static Stream<Named<BenchmarkCase>> all() {
		return Cases.all().stream().map((benchmark) -> Named.of(benchmark.name(), benchmark));
	}

}
