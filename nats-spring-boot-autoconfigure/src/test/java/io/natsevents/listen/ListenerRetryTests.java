package io.natsevents.listen;

import java.time.Duration;
import java.util.List;

import io.natsevents.connection.ExponentialDelays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ListenerRetry}.
 */
class ListenerRetryTests {

	@ParameterizedTest
	@CsvSource({ "1,0.5,1000", "2,0.5,2000", "3,0.5,4000", "6,0.5,32000", "7,0.5,60000", "1000,0.5,60000", "1,0,900",
			"1,0.25,950", "1,0.75,1050", "7,0,54000", "7,0.75,63000" })
	void delayDoublesUpToALimitAndSpreadsByTheJitter(int retry, double random, long millis) {
		assertThat(retry(5, 0.1).delayBefore(retry, random)).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void withoutJitterChanceDoesNotCount() {
		assertThat(retry(5, 0).delayBefore(2, 0)).isEqualTo(retry(5, 0).delayBefore(2, 0.99));
	}

	@Test
	void jitterOfOneNeverMakesADelayNegative() {
		assertThat(retry(5, 1).delayBefore(1, 0)).isZero();
	}

	@Test
	void impossibleValuesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> retry(-1, 0))
			.withMessage("max-retries must be 0 or more but is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> retry(1, 1.5))
			.withMessage("jitter must be between 0 and 1 but is 1.5");
		assertThatIllegalArgumentException().isThrownBy(() -> retry(1, -0.1)).withMessageContaining("-0.1");
	}

	private static ListenerRetry retry(int maxRetries, double jitter) {
		return new ListenerRetry(maxRetries, new ExponentialDelays(Duration.ofSeconds(1), 2, Duration.ofSeconds(60)),
				jitter, List.of(), List.of());
	}

}
