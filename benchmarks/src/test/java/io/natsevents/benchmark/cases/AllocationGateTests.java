package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.stream.Stream;

import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Comparison;
import io.natsevents.benchmark.run.Effort;
import io.natsevents.benchmark.run.Runner;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an event costs hardly more memory than with the bare client. Unlike times,
 * allocated bytes are the same on a machine that others use, too.
 */
class AllocationGateTests {

	/** So few come within a few hundredths of the ratios of a full run. */
	private static final Effort EFFORT = new Effort(Duration.ZERO, 3, Duration.ZERO, 0.1);

	@ParameterizedTest(name = "{0}")
	@MethodSource("gated")
	void anEventAllocatesHardlyMoreThanWithTheBareClient(BenchmarkCase benchmark) throws Exception {
		for (Comparison comparison : new Runner(EFFORT).run(benchmark)) {
			assertThat(comparison.bytesRatio())
				.as("%s: bytes for an event, as a multiple of the bare client's", comparison.row().name())
				.isLessThanOrEqualTo(comparison.row().limits().bytes());
		}
	}

	private static Stream<Named<BenchmarkCase>> gated() {
		return Cases.all()
			.stream()
			.filter((benchmark) -> benchmark.rows().stream().anyMatch((row) -> !Double.isNaN(row.limits().bytes())))
			.map((benchmark) -> Named.of(benchmark.name(), benchmark));
	}

}
