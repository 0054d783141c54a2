package io.natsevents.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryWindowTests {

	private final List<Duration> slept = new ArrayList<>();

	private Instant now = Instant.EPOCH;

	@Test
	void waitsLongerAndLongerAndNeverBeyondTheEnd() throws InterruptedException {
		RetryWindow window = new RetryWindow(Duration.ofSeconds(7), () -> this.now, (duration) -> {
			this.slept.add(duration);
			this.now = this.now.plus(duration);
		});
		while (window.awaitNext()) {
			assertThat(this.slept).hasSizeLessThan(10);
		}
		assertThat(this.slept).extracting(Duration::toMillis).containsExactly(250L, 500L, 1000L, 2000L, 2000L, 1250L);
		assertThat(window.attempts()).isEqualTo(7);
	}

}
