package io.natsevents.benchmark.cases;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PercentileTests {

	@Test
	void isTheFigureThatTheShareDoesNotExceed() {
		long[] hundred = LongStream.rangeClosed(1, 100).toArray();
		assertThat(Percentile.of(hundred, 0.95)).isEqualTo(95);
		assertThat(Percentile.of(hundred, 0.951)).isEqualTo(96);
		assertThat(Percentile.of(hundred, 0.001)).isEqualTo(1);
		assertThat(Percentile.of(hundred, 1)).isEqualTo(100);
	}

	@Test
	void isOneOfTheFigures() {
		assertThat(Percentile.of(new long[] { 10, 20, 30, 40 }, 0.5)).isEqualTo(20);
		assertThat(Percentile.of(new long[] { 10, 20, 30 }, 0.5)).isEqualTo(20);
		assertThat(Percentile.of(new long[] { 7 }, 0.95)).isEqualTo(7);
	}

	@Test
	void ofNothingIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Percentile.of(new long[0], 0.5));
	}

	@Test
	void ofNoShareIsRefused() {
		long[] one = { 1 };
		assertThatIllegalArgumentException().isThrownBy(() -> Percentile.of(one, 0)).withMessageContaining("0.0");
		assertThatIllegalArgumentException().isThrownBy(() -> Percentile.of(one, 1.01));
		assertThatIllegalArgumentException().isThrownBy(() -> Percentile.of(one, Double.NaN));
	}

}
