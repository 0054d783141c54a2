package io.natsevents.deadletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedriveThrottle}.
 */
class RedriveThrottleTests {

	/** Nanoseconds may wrap around. */
	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3));

	private final List<Duration> waits = new ArrayList<>();

	private boolean stopped;

	@Test
	void noMoreBeginInASecondThanAreAllowed() throws Exception {
		RedriveThrottle throttle = throttle(4);
		long begin = this.now.get();
		for (int i = 0; i < 41; i++) {
			assertThat(throttle.await()).isTrue();
		}
		assertThat(Duration.ofNanos(this.now.get() - begin)).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.waits).hasSize(41).startsWith(Duration.ZERO).endsWith(Duration.ofMillis(250));
	}

	@Test
	void timeThatHandlersTakeCounts() throws Exception {
		RedriveThrottle throttle = throttle(1);
		throttle.await();
		this.now.addAndGet(TimeUnit.MILLISECONDS.toNanos(700));
		throttle.await();
		assertThat(this.waits).endsWith(Duration.ofMillis(300));
	}

	@Test
	void whatWasNotUsedIsNotSavedUp() throws Exception {
		RedriveThrottle throttle = throttle(1);
		throttle.await();
		this.now.addAndGet(TimeUnit.SECONDS.toNanos(60));
		throttle.await();
		throttle.await();
		assertThat(this.waits).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1));
	}

	@Test
	void withoutALimitNothingWaits() throws Exception {
		RedriveThrottle throttle = throttle(0);
		for (int i = 0; i < 3; i++) {
			assertThat(throttle.await()).isTrue();
		}
		assertThat(this.waits).containsOnly(Duration.ZERO);
	}

	@Test
	void stopEndsTheWaiting() throws Exception {
		RedriveThrottle throttle = throttle(0.001);
		assertThat(throttle.await()).isTrue();
		this.stopped = true;
		assertThat(throttle.await()).isFalse();
	}

	private RedriveThrottle throttle(double ratePerSecond) {
		return new RedriveThrottle(ratePerSecond, this.now::get, (limit) -> {
			this.waits.add(limit);
			this.now.addAndGet(limit.toNanos());
			return this.stopped;
		});
	}

}
