package io.natsevents.benchmark.report;

import java.util.List;

import io.natsevents.benchmark.run.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Losses}.
 */
class LossesTests {

	private static final Machine SEVENTEEN = new Machine(2, 24, "Linux", "OpenJDK 64-Bit Server VM 17.0.15+6",
			"2.15.1");

	private static final Machine TWENTY_FIVE = new Machine(2, 24, "Linux", "OpenJDK 64-Bit Server VM 25.0.3+9-LTS",
			"2.15.1");

	private static final Results BASELINE = new Results(SEVENTEEN,
			List.of(result("listen", 1.0, 0.3), result("idle", null, null), costs(1.0, 1.0)));

	private final Losses losses = new Losses(BASELINE, SEVENTEEN);

	@Test
	void aRunOnAnotherReleaseOfJavaIsNotCompared() {
		Losses elsewhere = new Losses(BASELINE, TWENTY_FIVE);
		assertThat(elsewhere.of(result("listen", 0.1, 0.0))).isEmpty();
		assertThat(elsewhere.hindrance())
			.contains("Not compared with the baseline, which is of OpenJDK 64-Bit Server VM 17.0.15+6");
		assertThat(this.losses.hindrance()).isEmpty();
	}

	@Test
	void aTenthLessIsNoNews() {
		assertThat(this.losses.of(result("listen", 0.9, 0.0))).isEmpty();
		assertThat(this.losses.of(result("listen", 1.5, 0.0))).isEmpty();
	}

	@Test
	void moreThanATenthLessIsALoss() {
		assertThat(this.losses.of(result("listen", 0.89, 0.0))).containsExactly("LOST: ratio was 1.000");
	}

	@Test
	void whatTheBareClientDiffersFromItselfNowIsNoLoss() {
		assertThat(this.losses.of(result("listen", 0.86, 0.05))).isEmpty();
		assertThat(this.losses.of(result("listen", 0.84, 0.05))).isNotEmpty();
	}

	@Test
	void aControlThatWasNotMeasuredExcusesNothing() {
		assertThat(this.losses.of(result("listen", 0.89, null))).isNotEmpty();
	}

	@Test
	void whatCannotBeComparedHasNotLost() {
		assertThat(this.losses.of(result("publish-sync", 0.1, 0.0))).as("a row of today").isEmpty();
		assertThat(this.losses.of(result("idle", 0.1, 0.0))).as("had no ratio").isEmpty();
		assertThat(this.losses.of(result("listen", null, null))).as("has no ratio").isEmpty();
	}

	@Test
	void processorTimeAndBytesAreCompared() {
		assertThat(this.losses.of(costs(1.1, 1.1))).isEmpty();
		assertThat(this.losses.of(costs(1.2, 1.0))).containsExactly("LOST: processor time was 1.000");
		assertThat(this.losses.of(costs(1.0, 1.2))).containsExactly("LOST: bytes was 1.000");
	}

	@Test
	void aRowOfWhichNoRatioIsAskedIsNotCompared() {
		Result reported = new Result("listen", "events/s", null, null, 0.1, null, null, null, 0.0, null, null, null,
				Verdict.Kind.REPORTED);
		assertThat(this.losses.of(reported)).isEmpty();
	}

	private static Result costs(double cpuRatio, double allocRatio) {
		return new Result("costs", "events/s", null, null, 1.0, null, null, null, 0.0, cpuRatio, allocRatio, 0.9,
				Verdict.Kind.MET);
	}

	private static Result result(String name, @Nullable Double ratio, @Nullable Double spread) {
		return new Result(name, "events/s", null, null, ratio, null, null, null, spread, null, null, 0.9,
				Verdict.Kind.MET);
	}

}
