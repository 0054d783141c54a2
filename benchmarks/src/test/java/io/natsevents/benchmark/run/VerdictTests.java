package io.natsevents.benchmark.run;

import java.util.List;

import io.natsevents.benchmark.run.Comparison.Round;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Verdict}.
 */
class VerdictTests {

	private static final Limits FLOOR = Limits.floor(0.9);

	@Test
	void aFloorThatIsReachedIsMet() {
		assertThat(higher(FLOOR, 90, 100, 100)).isEqualTo(new Verdict(Verdict.Kind.MET, List.of()));
	}

	@Test
	void aRatioBelowItsFloorIsMissed() {
		assertThat(higher(FLOOR, 89, 100, 100)).isEqualTo(new Verdict(Verdict.Kind.MISSED, List.of("ratio 0.890")));
	}

	@Test
	void whatTheBareClientDiffersFromItselfIsNobodysFault() {
		assertThat(higher(FLOOR, 86, 100, 95).kind()).isEqualTo(Verdict.Kind.MET);
		assertThat(higher(FLOOR, 86, 100, 105).kind()).isEqualTo(Verdict.Kind.MET);
		assertThat(higher(FLOOR, 84, 100, 105).kind()).isEqualTo(Verdict.Kind.MISSED);
	}

	@Test
	void whereNothingIsAskedItIsReportedHoweverBad() {
		assertThat(higher(Limits.REPORTED, 1, 100, 100)).isEqualTo(new Verdict(Verdict.Kind.REPORTED, List.of()));
	}

	@Test
	void whatWasNotMeasuredMissesNothing() {
		assertThat(higher(FLOOR.andCost(1.15, 1.3), 100, 100, 100).kind()).isEqualTo(Verdict.Kind.MET);
	}

	@Test
	void slackIsInTheUnitOfTheRow() {
		assertThat(lower(Limits.slack(0.3), 1.29, 1, 1).kind()).isEqualTo(Verdict.Kind.MET);
		assertThat(lower(Limits.slack(0.3), 1.31, 1, 1).kind()).isEqualTo(Verdict.Kind.MISSED);
		assertThat(higher(Limits.slack(5), 94, 100, 100).kind()).isEqualTo(Verdict.Kind.MISSED);
		assertThat(higher(Limits.slack(5), 96, 100, 100).kind()).isEqualTo(Verdict.Kind.MET);
	}

	@Test
	void slackGrowsByWhatTheBareClientDiffersFromItself() {
		assertThat(lower(Limits.slack(0.3), 1.39, 1, 1.1).kind()).isEqualTo(Verdict.Kind.MET);
		assertThat(lower(Limits.slack(0.3), 1.41, 1, 1.1).kind()).isEqualTo(Verdict.Kind.MISSED);
	}

	@Test
	void ofAFloorAndASlackOneIsEnough() {
		Limits either = Limits.floor(0.9).orSlack(1);
		assertThat(lower(either, 2, 1.5, 1.5).kind()).as("within the slack").isEqualTo(Verdict.Kind.MET);
		assertThat(lower(either, 105, 100, 100).kind()).as("above the floor").isEqualTo(Verdict.Kind.MET);
		assertThat(lower(either, 120, 100, 100).kind()).as("neither").isEqualTo(Verdict.Kind.MISSED);
	}

	@Test
	void aBoundHoldsWhateverTheBareClientDoes() {
		Limits limits = FLOOR.andBound(50);
		assertThat(lower(limits, 50, 50, 50).kind()).isEqualTo(Verdict.Kind.MET);
		assertThat(lower(limits, 60, 80, 90))
			.isEqualTo(new Verdict(Verdict.Kind.MISSED, List.of("60.000 ms is beyond 50.000")));
		assertThat(higher(Limits.bound(50), 49, 10, 10).kind()).isEqualTo(Verdict.Kind.MISSED);
	}

	@Test
	void costsBeyondTheirLimitAreMissed() {
		assertThat(costs(12, 2700, 1000)).isEqualTo(
				new Verdict(Verdict.Kind.MISSED, List.of("1.20 times the processor time", "2.70 times the bytes")));
		assertThat(costs(11.5, 1300, 1000).kind()).isEqualTo(Verdict.Kind.MET);
	}

	@Test
	void whatTheBareClientsCostDiffersFromItselfIsNobodysFault() {
		// 1.3 times, and a tenth of that
		assertThat(costs(10, 1420, 1100).kind()).isEqualTo(Verdict.Kind.MET);
		assertThat(costs(10, 1440, 1100).kind()).isEqualTo(Verdict.Kind.MISSED);
	}

	@Test
	void aLowFloorCanBeMissedHoweverMuchTheBareClientDiffersFromItself() {
		assertThat(higher(Limits.floor(0.01), 0.9, 100, 90).kind()).isEqualTo(Verdict.Kind.MET);
		assertThat(higher(Limits.floor(0.01), 0.8, 100, 90).kind()).isEqualTo(Verdict.Kind.MISSED);
	}

	private static Verdict higher(Limits limits, double ours, double bare, double control) {
		return verdict(Row.higher("row", "events/s", limits), ours, bare, control);
	}

	private static Verdict lower(Limits limits, double ours, double bare, double control) {
		return verdict(Row.lower("row", "ms", limits), ours, bare, control);
	}

	private static Verdict verdict(Row row, double ours, double bare, double control) {
		return Verdict
			.of(new Comparison(row, List.of(new Round(Sample.of(ours), Sample.of(bare), Sample.of(control)))));
	}

	private static Verdict costs(double ourMicros, double ourBytes, double controlBytes) {
		Round round = new Round(new Sample(1, ourMicros, ourBytes), new Sample(1, 10, 1000),
				new Sample(1, 10, controlBytes));
		return Verdict.of(new Comparison(Row.higher("row", "events/s", FLOOR.andCost(1.15, 1.3)), List.of(round)));
	}

}
