package io.natsevents.listen;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissedTurns}.
 */
class MissedTurnsTests {

	private static final Duration WAIT = Duration.ofSeconds(30);

	private long now = Long.MAX_VALUE - 1;

	private final MissedTurns missed = new MissedTurns(() -> this.now);

	@Test
	void beginsWithoutAPause() {
		assertThat(this.missed.pause()).isZero();
	}

	@Test
	void eachPauseIsTwiceAsLongUpToTenMinutes() {
		for (Duration pause : new Duration[] { WAIT, Duration.ofSeconds(60), Duration.ofSeconds(120),
				Duration.ofSeconds(240), Duration.ofSeconds(480), Duration.ofMinutes(10), Duration.ofMinutes(10) }) {
			this.missed.missed(WAIT);
			assertThat(this.missed.pause()).isEqualTo(pause);
			this.now += pause.toNanos();
			assertThat(this.missed.pause()).isZero();
		}
	}

	@Test
	void thoseWhoWaitedAtTheSameTimeCountOnce() {
		this.missed.missed(WAIT);
		this.now += 1;
		this.missed.missed(WAIT);
		assertThat(this.missed.pause()).isEqualTo(WAIT.minusNanos(1));
	}

	@Test
	void aTurnThatWasTakenEndsIt() {
		this.missed.missed(WAIT);
		this.missed.taken();
		assertThat(this.missed.pause()).isZero();
		this.missed.missed(WAIT);
		assertThat(this.missed.pause()).isEqualTo(WAIT);
	}

	@Test
	void aPauseIsNeverShorterThanTheWait() {
		this.missed.missed(Duration.ofHours(1));
		assertThat(this.missed.pause()).isEqualTo(Duration.ofHours(1));
	}

}
