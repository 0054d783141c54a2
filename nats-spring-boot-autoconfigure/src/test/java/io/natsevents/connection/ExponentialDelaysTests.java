package io.natsevents.connection;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ExponentialDelays}.
 */
class ExponentialDelaysTests {

	private final ExponentialDelays defaults = new ExponentialDelays(Duration.ofMillis(500), 4, Duration.ofSeconds(10));

	@ParameterizedTest
	@CsvSource({ "1,500", "2,2000", "3,8000", "4,10000", "5,10000", "2000,10000" })
	void delayGrowsUpToTheLongest(int retry, long millis) {
		assertThat(this.defaults.before(retry)).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void multiplierOfOneKeepsTheDelay() {
		ExponentialDelays constant = new ExponentialDelays(Duration.ofMillis(70), 1, Duration.ofSeconds(1));
		assertThat(constant.before(1)).isEqualTo(Duration.ofMillis(70));
		assertThat(constant.before(9)).isEqualTo(Duration.ofMillis(70));
	}

	@Test
	void impossibleDelaysAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ExponentialDelays(Duration.ofMillis(-1), 1, Duration.ZERO))
			.withMessage("delay must not be negative but is PT-0.001S");
		assertThatIllegalArgumentException().isThrownBy(() -> new ExponentialDelays(Duration.ZERO, 0.5, Duration.ZERO))
			.withMessage("multiplier must be 1 or more but is 0.5");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ExponentialDelays(Duration.ofSeconds(2), 1, Duration.ofSeconds(1)))
			.withMessage("max-delay PT1S must not be shorter than delay PT2S");
	}

}
