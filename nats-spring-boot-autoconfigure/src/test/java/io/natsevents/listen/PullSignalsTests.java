package io.natsevents.listen;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PullSignals}.
 */
@Timeout(10)
class PullSignalsTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(20);

	private final PullSignals signals = new PullSignals();

	@Test
	void consumerIsLookedAfterFirstAndOnceForEachWish() {
		assertThat(this.signals.takeHeal()).isTrue();
		assertThat(this.signals.takeHeal()).isFalse();
		this.signals.heal();
		assertThat(this.signals.isInterrupting()).isTrue();
		assertThat(this.signals.takeHeal()).isTrue();
	}

	@Test
	void healingThatFailedIsDoneAgainWithoutHurry() {
		this.signals.takeHeal();
		this.signals.healNextTime();
		assertThat(this.signals.isInterrupting()).isFalse();
		assertWaits();
		assertThat(this.signals.takeHeal()).isTrue();
	}

	@Test
	void wishThatWasGrantedEndsNoWait() {
		this.signals.renew();
		this.signals.beginAnew();
		assertThat(this.signals.isInterrupting()).isFalse();
		assertWaits();
	}

	@Test
	void wishEndsAWait() {
		this.signals.renew();
		this.signals.await(LONG);
		this.signals.beginAnew();
		this.signals.resume();
		this.signals.await(LONG);
		this.signals.beginAnew();
		this.signals.stop();
		this.signals.await(LONG);
		assertThat(this.signals.isStopped()).isTrue();
	}

	@Test
	void wishOfAnotherThreadEndsAWait() throws InterruptedException {
		this.signals.attend();
		Thread other = new Thread(this.signals::renew);
		other.start();
		this.signals.await(LONG);
		other.join();
		assertThat(this.signals.isInterrupting()).isTrue();
	}

	@Test
	void pausedUntilResumed() {
		this.signals.pause();
		assertThat(this.signals.isPaused()).isTrue();
		assertThat(this.signals.isInterrupting()).isTrue();
		this.signals.resume();
		assertThat(this.signals.isPaused()).isFalse();
	}

	@Test
	void renewsUnlessItIsStoppedOrPaused() {
		assertThat(this.signals.isRenewing()).isFalse();
		this.signals.renew();
		assertThat(this.signals.isRenewing()).isTrue();
		this.signals.pause();
		assertThat(this.signals.isRenewing()).isFalse();
		this.signals.resume();
		assertThat(this.signals.isRenewing()).isTrue();
		this.signals.stop();
		assertThat(this.signals.isRenewing()).isFalse();
	}

	private void assertWaits() {
		long started = System.nanoTime();
		this.signals.await(SHORT);
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(SHORT);
	}

}
