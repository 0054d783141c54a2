package io.natsevents.publish;

import java.time.Duration;

import io.natsevents.connection.ExponentialDelays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PublishRetry}.
 */
class PublishRetryTests {

	private final ExponentialDelays defaults = new ExponentialDelays(Duration.ofMillis(500), 4, Duration.ofSeconds(10));

	@ParameterizedTest
	@CsvSource({ "1,0,400", "1,0.25,450", "1,0.5,500", "1,0.75,550", "3,0,7900", "3,0.5,8000" })
	void pauseIsTheDelayMoreOrLessTheJitter(int retry, double random, long millis) {
		PublishRetry settings = retry(this.defaults, Duration.ofMillis(100));
		assertThat(settings.pauseBefore(retry, random)).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void pauseIsNeverNegative() {
		PublishRetry settings = retry(new ExponentialDelays(Duration.ofMillis(10), 1, Duration.ofMillis(10)),
				Duration.ofMillis(100));
		assertThat(settings.pauseBefore(1, 0)).isZero();
	}

	@Test
	void impossibleRetriesAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PublishRetry(-1, this.defaults, Duration.ZERO, Duration.ofSeconds(1)))
			.withMessage("max-retries must be 0 or more but is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> retry(this.defaults, Duration.ofMillis(-1)))
			.withMessage("jitter must not be negative but is PT-0.001S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PublishRetry(1, this.defaults, Duration.ZERO, Duration.ZERO))
			.withMessage("max-duration must be more than 0 but is PT0S");
	}

	private static PublishRetry retry(ExponentialDelays delays, Duration jitter) {
		return new PublishRetry(3, delays, jitter, Duration.ofSeconds(30));
	}

}
