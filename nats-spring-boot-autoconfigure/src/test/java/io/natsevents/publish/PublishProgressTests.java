package io.natsevents.publish;

import java.time.Duration;

import io.natsevents.connection.ExponentialDelays;
import io.natsevents.publish.PublishProgress.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PublishProgress}, with the default settings and no jitter.
 */
class PublishProgressTests {

	private final PublishProgress progress = progress(3, Duration.ofSeconds(30));

	private static PublishProgress progress(int maxRetries, Duration maxDuration) {
		ExponentialDelays delays = new ExponentialDelays(Duration.ofMillis(500), 4, Duration.ofSeconds(10));
		return new PublishProgress(Duration.ofSeconds(5),
				new PublishRetry(maxRetries, delays, Duration.ofMillis(100), maxDuration), () -> 0.5);
	}

	private static long at(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

	private void assertSteps(Step step, long... millis) {
		for (long time : millis) {
			assertThat(this.progress.next(at(time), false)).as("at %d ms", time).isEqualTo(step);
		}
	}

	private void sendAt(long millis) {
		assertSteps(Step.SEND, millis);
		this.progress.sent(at(millis));
	}

	@Test
	void unansweredEventIsSentOncePerAttemptUntilTheLongestDuration() {
		sendAt(0);
		assertSteps(Step.WAIT, 1, 250, 4999, 5000, 5499);
		sendAt(5500);
		assertThat(this.progress.attempt()).isEqualTo(2);
		assertSteps(Step.WAIT, 5501, 10_499, 10_500, 12_499);
		sendAt(12_500);
		assertThat(this.progress.attempt()).isEqualTo(3);
		assertSteps(Step.WAIT, 17_499, 17_500, 25_499);
		sendAt(25_500);
		assertThat(this.progress.attempt()).isEqualTo(4);
		assertSteps(Step.WAIT, 29_999);
		assertSteps(Step.GIVE_UP, 30_000);
		assertThat(this.progress.isOutcomeUnknown()).isTrue();
	}

	@Test
	void eventIsGivenUpAfterTheLastAttempt() {
		PublishProgress oneRetry = progress(1, Duration.ofSeconds(30));
		assertThat(oneRetry.next(at(0), false)).isEqualTo(Step.SEND);
		oneRetry.sent(at(0));
		assertThat(oneRetry.next(at(5000), false)).isEqualTo(Step.WAIT);
		assertThat(oneRetry.next(at(5500), false)).isEqualTo(Step.SEND);
		oneRetry.sent(at(5500));
		assertThat(oneRetry.next(at(10_499), false)).isEqualTo(Step.WAIT);
		assertThat(oneRetry.next(at(10_500), false)).isEqualTo(Step.GIVE_UP);
	}

	@Test
	void eventIsGivenUpWithinTheFirstAttemptWhenThatIsLongerThanTheLongestDuration() {
		PublishProgress shortOne = progress(3, Duration.ofSeconds(1));
		assertThat(shortOne.next(at(0), false)).isEqualTo(Step.SEND);
		shortOne.sent(at(0));
		assertThat(shortOne.next(at(999), false)).isEqualTo(Step.WAIT);
		assertThat(shortOne.next(at(1000), false)).isEqualTo(Step.GIVE_UP);
	}

	@Test
	void eventNobodyTookIsSentAgainWithinTheAttempt() {
		sendAt(0);
		this.progress.notTaken(at(2));
		assertSteps(Step.WAIT, 3, 251);
		sendAt(252);
		this.progress.notTaken(at(254));
		assertSteps(Step.WAIT, 503);
		sendAt(504);
		assertThat(this.progress.attempt()).isEqualTo(1);
		assertThat(this.progress.isOutcomeUnknown()).isTrue();
		this.progress.notTaken(at(506));
		assertThat(this.progress.isOutcomeUnknown()).isFalse();
	}

	@Test
	void nothingIsSentDuringThePauseBetweenAttempts() {
		sendAt(0);
		this.progress.notTaken(at(4900));
		assertSteps(Step.WAIT, 5000, 5150, 5499);
		sendAt(5500);
	}

	@Test
	void refusalThatCanPassEndsTheAttempt() {
		sendAt(0);
		this.progress.refusedForNow(at(10));
		assertSteps(Step.WAIT, 20, 519);
		sendAt(520);
		assertThat(this.progress.attempt()).isEqualTo(2);
		this.progress.refusedForNow(at(530));
		assertThat(this.progress.isOutcomeUnknown()).isFalse();
	}

	@Test
	void connectionThatIsBackEndsThePause() {
		sendAt(0);
		assertSteps(Step.WAIT, 5000, 5100);
		this.progress.connectionReady(at(5200));
		sendAt(5200);
		assertThat(this.progress.attempt()).isEqualTo(2);
		assertSteps(Step.WAIT, 10_199);
	}

	@Test
	void connectionThatIsBackEndsTheWaitForAnAnswer() {
		sendAt(0);
		assertSteps(Step.WAIT, 100);
		this.progress.connectionReady(at(200));
		sendAt(200);
		assertThat(this.progress.attempt()).isEqualTo(1);
	}

	@Test
	void outcomeStaysUnknownWhenOnlyALaterSendWasRefused() {
		sendAt(0);
		assertSteps(Step.WAIT, 5000);
		sendAt(5500);
		this.progress.refusedForNow(at(5501));
		assertThat(this.progress.isOutcomeUnknown()).isTrue();
	}

	@Test
	void awaitedEventIsRepeatedTwiceASecondWhenItMayBe() {
		sendAt(0);
		assertThat(this.progress.next(at(499), true)).isEqualTo(Step.WAIT);
		assertThat(this.progress.next(at(500), true)).isEqualTo(Step.REPEAT);
		this.progress.sent(at(500));
		assertThat(this.progress.next(at(999), true)).isEqualTo(Step.WAIT);
		assertThat(this.progress.next(at(1000), true)).isEqualTo(Step.REPEAT);
		this.progress.sent(at(1000));
		this.progress.notTaken(at(1010));
		assertThat(this.progress.next(at(1259), true)).isEqualTo(Step.WAIT);
		sendAt(1260);
		assertThat(this.progress.attempt()).isEqualTo(1);
		assertThat(this.progress.isOutcomeUnknown()).isTrue();
	}

	@Test
	void eventNobodyTookIsRepeatedDuringThePauseWhenItMayBe() {
		sendAt(0);
		this.progress.notTaken(at(4900));
		assertThat(this.progress.next(at(5000), true)).isEqualTo(Step.WAIT);
		assertThat(this.progress.next(at(5149), true)).isEqualTo(Step.WAIT);
		assertThat(this.progress.next(at(5150), true)).isEqualTo(Step.REPEAT);
		assertThat(this.progress.attempt()).isEqualTo(1);
	}

	@Test
	void refusedEventIsNotRepeatedDuringThePause() {
		sendAt(0);
		this.progress.refusedForNow(at(10));
		assertThat(this.progress.next(at(20), true)).isEqualTo(Step.WAIT);
		assertThat(this.progress.next(at(519), true)).isEqualTo(Step.WAIT);
		sendAt(520);
		assertThat(this.progress.attempt()).isEqualTo(2);
	}

}
