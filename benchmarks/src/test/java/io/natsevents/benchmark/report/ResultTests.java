package io.natsevents.benchmark.report;

import java.util.List;

import io.natsevents.benchmark.run.Comparison;
import io.natsevents.benchmark.run.Comparison.Round;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Result} and {@link ResultLine}.
 */
class ResultTests {

	private static final Result COSTLY = Result
		.of(new Comparison(Row.higher("listen", "events/s", Limits.floor(0.9).andCost(1.15, 1.3)),
				List.of(new Round(new Sample(89_000.25, 12, 2000), new Sample(100_000, 10, 1500),
						new Sample(101_000, 10, 1500)))));

	private static final Result PLAIN = Result.of(new Comparison(Row.lower("latency", "ms", Limits.REPORTED),
			List.of(new Round(Sample.of(0.5), Sample.of(0.25), Sample.of(0.25)))));

	@Test
	void everythingThatWasMeasuredIsWrittenDown() {
		assertThat(COSTLY).isEqualTo(new Result("listen", "events/s", 89_000.25, 100_000.0, 0.89, 0.89, 0.89, 1.01,
				0.01, 1.2, 1.3333, 0.9, Verdict.Kind.MISSED));
	}

	@Test
	void whatWasNotMeasuredOrNotAskedForIsLeftOut() {
		assertThat(PLAIN).isEqualTo(new Result("latency", "ms", 0.5, 0.25, 0.5, 0.5, 0.5, 1.0, 0.0, null, null, null,
				Verdict.Kind.REPORTED));
	}

	@Test
	void aLineSaysFiguresCostsVerdictAndWhy() {
		assertThat(ResultLine.of(COSTLY, List.of("1.20 times the processor time", "LOST: the ratio was 1.000")))
			.isEqualTo("listen ours=89000 bare=100000 ratio=0.890 control=1.010 (0.890 to 0.890, ±0.010) cpu=1.200 "
					+ "bytes=1.333 events/s MISSED; 1.20 times the processor time; LOST: the ratio was 1.000");
	}

	@Test
	void aLineSaysNothingOfCostsAndVerdictsThereAreNot() {
		assertThat(ResultLine.of(PLAIN, List.of()))
			.isEqualTo("latency ours=0.500 bare=0.250 ratio=0.500 control=1.000 (0.500 to 0.500, ±0.000) ms");
	}

	@Test
	void aLineHasADashForAFigureThereIsNot() {
		Result result = Result.of(new Comparison(Row.higher("idle", "threads", Limits.REPORTED),
				List.of(new Round(Sample.of(3), Sample.of(Double.NaN), Sample.of(Double.NaN)))));
		assertThat(ResultLine.of(result, List.of()))
			.isEqualTo("idle ours=3.000 bare=- ratio=- control=- (- to -, ±-) threads");
	}

}
