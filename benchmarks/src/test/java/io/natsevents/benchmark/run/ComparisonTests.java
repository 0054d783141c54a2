package io.natsevents.benchmark.run;

import java.util.List;

import io.natsevents.benchmark.run.Comparison.Round;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Comparison}.
 */
class ComparisonTests {

	private static final Offset<Double> EXACT = Offset.offset(1e-9);

	private static final List<Round> ROUNDS = List.of(round(80, 100, 110), round(120, 100, 100), round(150, 200, 160));

	@Test
	void figuresAreMedians() {
		Comparison comparison = new Comparison(Row.higher("row", "events/s", Limits.REPORTED), ROUNDS);
		assertThat(comparison.ours()).isEqualTo(120);
		assertThat(comparison.bare()).isEqualTo(100);
	}

	@Test
	void theRatioIsTheMedianOfTheRoundsAndNotOfTheFigures() {
		Comparison comparison = new Comparison(Row.higher("row", "events/s", Limits.REPORTED), ROUNDS);
		assertThat(comparison.ratio()).isEqualTo(0.8, EXACT);
		assertThat(comparison.min()).isEqualTo(0.75, EXACT);
		assertThat(comparison.max()).isEqualTo(1.2, EXACT);
	}

	@Test
	void whereLessIsBetterTheRatioIsTurnedRound() {
		Comparison comparison = new Comparison(Row.lower("row", "ms", Limits.REPORTED), ROUNDS);
		assertThat(comparison.ratio()).isEqualTo(1.25, EXACT);
		assertThat(comparison.min()).isEqualTo(100 / 120.0, EXACT);
		assertThat(comparison.max()).isEqualTo(200 / 150.0, EXACT);
		assertThat(comparison.control()).isEqualTo(1, EXACT);
	}

	@Test
	void theSpreadIsWhatTheBareClientUsuallyDiffersFromItself() {
		Comparison comparison = new Comparison(Row.higher("row", "events/s", Limits.REPORTED), ROUNDS);
		assertThat(comparison.control()).isEqualTo(1, EXACT);
		assertThat(comparison.spread()).isEqualTo(0.1, EXACT);
	}

	@Test
	void costsAreMultiplesOfTheBareClients() {
		Comparison comparison = new Comparison(Row.higher("row", "events/s", Limits.REPORTED),
				List.of(new Round(new Sample(1, 12, 3000), new Sample(1, 10, 2000), new Sample(1, 9, 2100))));
		assertThat(comparison.cpuRatio()).isEqualTo(1.2, EXACT);
		assertThat(comparison.cpuSpread()).isEqualTo(0.1, EXACT);
		assertThat(comparison.bytesRatio()).isEqualTo(1.5, EXACT);
		assertThat(comparison.bytesSpread()).isEqualTo(0.05, EXACT);
	}

	@Test
	void costsThatWereNotMeasuredAreNotMadeUp() {
		Comparison comparison = new Comparison(Row.higher("row", "events/s", Limits.REPORTED), ROUNDS);
		assertThat(comparison.cpuRatio()).isNaN();
		assertThat(comparison.bytesRatio()).isNaN();
	}

	private static Round round(double ours, double bare, double control) {
		return new Round(Sample.of(ours), Sample.of(bare), Sample.of(control));
	}

}
