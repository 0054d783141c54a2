package io.natsevents.campaign.soak;

import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests that {@link Trend} finds what grows, and nothing else.
 */
class TrendTests {

	private final Random random = new Random(1);

	@Test
	void noiseIsFlat() {
		Trend trend = trend((index) -> 30_000 + this.random.nextInt(2000));
		assertThat(trend.isFlat(500)).isTrue();
		assertThat(trend.growth()).isBetween(-500.0, 500.0);
	}

	@Test
	void leakIsFoundInNoise() {
		Trend trend = trend((index) -> 30_000 + 10 * index + this.random.nextInt(2000));
		assertThat(trend.isFlat(1000)).isFalse();
		assertThat(trend.growth()).isBetween(2500.0, 3500.0);
		assertThat(trend.last() - trend.first()).isBetween(1750.0, 2750.0);
	}

	@Test
	void oneThreadMoreAndMoreIsFound() {
		assertThat(trend((index) -> 40 + index / 60).isFlat(2)).isFalse();
	}

	@Test
	void stepThatStaysIsFound() {
		assertThat(trend((index) -> (index < 150) ? 40 : 45).isFlat(2)).isFalse();
	}

	@Test
	void momentsInWhichEverythingWasSlowAreFlat() {
		assertThat(trend((index) -> (index > 200 && index < 220) ? 900 : 20).isFlat(2)).isTrue();
	}

	@Test
	void sawtoothIsFlat() {
		assertThat(trend((index) -> 100 + index % 7 * 100).isFlat(100)).isTrue();
	}

	@Test
	void whatShrinksIsFlat() {
		assertThat(trend((index) -> 1000 - index).isFlat(0)).isTrue();
	}

	@Test
	void threeValuesAreNoTrend() {
		assertThatIllegalArgumentException().isThrownBy(() -> Trend.of(List.of(1L, 2L, 3L)))
			.withMessageContaining("[1, 2, 3]");
	}

	private static Trend trend(IntToLongFunction value) {
		return Trend.of(IntStream.range(0, 300).mapToLong(value::applyAsLong).boxed().toList());
	}

}
