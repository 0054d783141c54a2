package io.natsevents.benchmark.run;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Median}.
 */
class MedianTests {

	@Test
	void anOddNumberOfFiguresHasOneInTheMiddle() {
		assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
	}

	@Test
	void anEvenNumberOfFiguresHasTheMeanOfTwo() {
		assertThat(Median.of(List.of(100.0, 1.0, 2.0, 4.0))).isEqualTo(3);
	}

	@Test
	void oneFigureIsItsOwnMedian() {
		assertThat(Median.of(List.of(7.0))).isEqualTo(7);
	}

	@Test
	void whatWasNeverMeasuredHasNoMedian() {
		assertThat(Median.of(List.of(Double.NaN, Double.NaN))).isNaN();
	}

	@Test
	void noFiguresAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Median.of(List.of()))
			.withMessageContaining("at least one round");
	}

}
