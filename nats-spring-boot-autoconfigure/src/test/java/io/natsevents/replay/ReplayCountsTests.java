package io.natsevents.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.replay.ReplayCounts.Tally;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ReplayCounts}.
 */
class ReplayCountsTests {

	private static final Instant START = Instant.parse("2026-01-31T03:00:00Z");

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final List<ReplayObserver.Outcome> outcomes = new ArrayList<>();

	private final ReplayObserver observer = new ReplayObserver() {

		@Override
		public void done(String listener, Outcome outcome) {
			ReplayCountsTests.this.outcomes.add(outcome);
		}

	};

	@Test
	void eachEventIsCountedOnce() {
		ReplayCounts counts = counts(10, Tally.NOTHING);
		counts.acknowledged("users");
		counts.acknowledged("users");
		counts.parked("users", DeadLetterReason.HANDLER_FAILED);
		counts.skipped("users");
		counts.filteredOut();
		ReplayProgress progress = counts.progress();
		assertThat(progress.done()).isEqualTo(5);
		assertThat(progress.handled()).isEqualTo(2);
		assertThat(progress.parked()).isEqualTo(1);
		assertThat(progress.filteredOut()).isEqualTo(2);
		assertThat(counts.tally()).isEqualTo(new Tally(2, 1, 2));
		assertThat(this.outcomes).hasSize(5);
	}

	@Test
	void theEndIsEstimatedByTheRateOfLate() {
		ReplayCounts counts = counts(1000, Tally.NOTHING);
		assertThat(counts.progress().estimatedEnd()).isNull();
		run(counts, 100, Duration.ofSeconds(10));
		ReplayProgress progress = counts.progress();
		assertThat(progress.ratePerSecond()).isCloseTo(10, within(0.1));
		assertThat(progress.estimatedEnd()).isBetween(START.plusSeconds(88), START.plusSeconds(92));
		for (int second = 0; second < 20; second++) {
			run(counts, 20, Duration.ofSeconds(1));
			progress = counts.progress();
		}
		assertThat(progress.ratePerSecond()).isCloseTo(20, within(0.1));
	}

	@Test
	void doneIsNeverMoreThanTotal() {
		ReplayCounts counts = counts(1, Tally.NOTHING);
		counts.acknowledged("users");
		counts.acknowledged("users");
		assertThat(counts.progress().done()).isEqualTo(1);
		assertThat(counts.isNearTheEnd()).isTrue();
		counts.complete();
		assertThat(counts.progress().total()).isEqualTo(2);
		assertThat(counts.progress().estimatedEnd()).isNull();
	}

	@Test
	void whatAnotherInstanceCountedIsGoneOnWith() {
		Tally written = new Tally(5, 1, 2);
		assertThat(written.corrected(20, 12)).isEqualTo(written);
		assertThat(written.corrected(20, 7)).isEqualTo(new Tally(10, 1, 2));
		assertThat(written.corrected(20, 19)).as("what was done is not undone").isEqualTo(written);
		ReplayCounts counts = counts(20, written);
		assertThat(counts.progress().done()).isEqualTo(8);
		run(counts, 2, Duration.ofSeconds(1));
		assertThat(counts.progress().ratePerSecond()).isCloseTo(2, within(0.1));
	}

	private void run(ReplayCounts counts, int events, Duration took) {
		for (int i = 0; i < events; i++) {
			counts.acknowledged("users");
		}
		this.nanos.addAndGet(took.toNanos());
	}

	private ReplayCounts counts(long total, Tally before) {
		return new ReplayCounts("users", total, before, this.observer, () -> START, this.nanos::get, () -> {
		});
	}

}
