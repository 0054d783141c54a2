package io.natsevents.replay;

import io.natsevents.replay.ReplayEnd.ConsumerPosition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReplayEnd}.
 */
class ReplayEndTests {

	@Test
	void whatIsDeliveredAndNotSettledKeepsItOpen() {
		assertThat(end(100, 90, 0, 1)).isEqualTo(ReplayEnd.NOT_YET);
		assertThat(end(110, 99, 5, 3)).isEqualTo(ReplayEnd.NOT_YET);
	}

	@Test
	void whatWaitsKeepsItOpen() {
		assertThat(end(50, 50, 10, 0)).isEqualTo(ReplayEnd.NOT_YET);
	}

	@Test
	void settledBeyondTheRangeItEndsWhateverComesAfter() {
		assertThat(end(120, 105, 1000, 15)).isEqualTo(ReplayEnd.REACHED);
		assertThat(end(100, 100, 1000, 0)).isEqualTo(ReplayEnd.REACHED);
	}

	@Test
	void deliveredBeyondTheRangeAndAllSettledItEnds() {
		assertThat(end(101, 80, 0, 0)).isEqualTo(ReplayEnd.REACHED);
	}

	@Test
	void withNothingLeftTheStreamDecides() {
		assertThat(end(90, 90, 0, 0)).isEqualTo(ReplayEnd.ASK_STREAM);
	}

	private static ReplayEnd end(long delivered, long floor, long pending, long ackPending) {
		return ReplayEnd.of(new ConsumerPosition(delivered, floor, pending, ackPending), new ReplayRange(1, 100));
	}

}
