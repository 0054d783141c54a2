package io.natsevents.campaign.soak;

import java.util.OptionalLong;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateSearch}.
 */
class RateSearchTests {

	@ParameterizedTest
	@ValueSource(longs = { 12, 150, 699, 700, 701, 5000, 123_456 })
	void highestRateIsFoundToATenth(long limit) {
		RateSearch search = new RateSearch(700);
		int tries = 0;
		for (OptionalLong next = search.next(); next.isPresent(); next = search.next()) {
			search.tried(next.getAsLong() <= limit);
			tries++;
		}
		assertThat(search.highest()).isBetween((long) (limit / 1.11), limit);
		assertThat(tries).isLessThan(16);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 700 })
	void whatTakesNothingEndsTheSearch(long first) {
		RateSearch search = new RateSearch(first);
		for (int tries = 0; search.next().isPresent(); tries++) {
			assertThat(tries).isLessThan(16);
			search.tried(false);
		}
		assertThat(search.highest()).isZero();
	}

}
