package io.natsevents.replay;

import java.util.List;

import io.natsevents.replay.ReplayCounts.Tally;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaseWatch}.
 */
class LeaseWatchTests {

	private static final long START = Long.MAX_VALUE - 5;

	private final LeaseWatch watch = new LeaseWatch(100);

	@Test
	void whatWasLetGoOfIsFree() {
		assertThat(this.watch.isFree("r", found(7, null), START)).isTrue();
	}

	@Test
	void aMissingRecordMayBeWrittenAnew() {
		assertThat(this.watch.isFree("r", ReplayLease.Found.NOTHING, START)).isFalse();
		assertThat(this.watch.isFree("r", found(1, "a"), START + 100)).isFalse();
		assertThat(this.watch.isFree("q", ReplayLease.Found.NOTHING, START)).isFalse();
		assertThat(this.watch.isFree("q", ReplayLease.Found.NOTHING, START + 100)).isTrue();
	}

	@Test
	void whoGivesNoSignOfLifeForLongEnoughIsGone() {
		assertThat(this.watch.isFree("r", found(7, "a"), START)).isFalse();
		assertThat(this.watch.isFree("r", found(7, "a"), START + 99)).isFalse();
		assertThat(this.watch.isFree("r", found(7, "a"), START + 100)).isTrue();
	}

	@Test
	void aSignOfLifeBeginsTheTimeAnew() {
		assertThat(this.watch.isFree("r", found(7, "a"), START)).isFalse();
		assertThat(this.watch.isFree("r", found(8, "a"), START + 90)).isFalse();
		assertThat(this.watch.isFree("r", found(8, "a"), START + 120)).isFalse();
		assertThat(this.watch.isFree("r", found(8, "a"), START + 190)).isTrue();
	}

	@Test
	void whatIsNotThereAnyMoreIsForgotten() {
		assertThat(this.watch.isFree("r", found(7, "a"), START)).isFalse();
		this.watch.keep(List.of("other"));
		assertThat(this.watch.isFree("r", found(7, "a"), START + 200)).isFalse();
	}

	private static ReplayLease.Found found(long sequence, @Nullable String holder) {
		return new ReplayLease.Found(sequence, holder, 0, Tally.NOTHING);
	}

}
