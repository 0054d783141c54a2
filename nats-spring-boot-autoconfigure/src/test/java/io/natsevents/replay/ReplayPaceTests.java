package io.natsevents.replay;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReplayPace}.
 */
class ReplayPaceTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	@Test
	void withoutALimitThereIsNone() {
		ReplayPace pace = new ReplayPace(0, this.nanos::get);
		assertThat(pace.allow(500)).isEqualTo(500);
		assertThat(pace.allow(500)).isEqualTo(500);
	}

	@Test
	void onePerInterval() {
		ReplayPace pace = new ReplayPace(1000, this.nanos::get);
		assertThat(pace.allow(500)).isEqualTo(1);
		assertThat(pace.allow(500)).isZero();
		pass(Duration.ofMillis(1));
		assertThat(pace.allow(500)).isEqualTo(1);
		pass(Duration.ofMillis(7));
		assertThat(pace.allow(500)).isEqualTo(7);
	}

	@Test
	void onlyATenthOfASecondIsSavedUp() {
		ReplayPace pace = new ReplayPace(1000, this.nanos::get);
		pass(Duration.ofSeconds(60));
		assertThat(pace.allow(500)).isEqualTo(101);
		assertThat(pace.allow(500)).isZero();
	}

	@Test
	void noMoreThanIsWanted() {
		ReplayPace pace = new ReplayPace(1000, this.nanos::get);
		pass(Duration.ofMillis(50));
		assertThat(pace.allow(10)).isEqualTo(10);
		assertThat(pace.allow(10)).isEqualTo(10);
	}

	@Test
	void whatIsPassedOverCostsNothing() {
		ReplayPace pace = new ReplayPace(1000, this.nanos::get);
		assertThat(pace.allow(1)).isEqualTo(1);
		assertThat(pace.allow(1)).isZero();
		pace.giveBack();
		assertThat(pace.allow(1)).isEqualTo(1);
	}

	@Test
	void beyondTheRangeOneAtATime() {
		ReplayPace pace = new ReplayPace(0, this.nanos::get);
		pace.pastEnd();
		assertThat(pace.allow(500)).isEqualTo(1);
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
