package io.natsevents.campaign.soak;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Series}.
 */
class SeriesTests {

	@Test
	void warmUpMayGrow() {
		Series threads = new Series("sharing-1", Measure.THREADS, 100);
		for (int index = 0; index < 60; index++) {
			threads.add(Math.min(20 + 3L * index, 50));
		}
		assertThat(threads.row()).isEqualTo(new SoakRow("sharing-1", "threads", 50, 50, 0, 50, 100, true));
	}

	@Test
	void plantedLeakIsFound() {
		Series heap = new Series("sharing-1", Measure.HEAP, 150_000);
		for (int index = 0; index < 60; index++) {
			heap.add(30_000 + 100L * index);
		}
		assertThat(heap.row().flat()).isFalse();
	}

	@Test
	void moreThanTheLimitIsNeverRightAlsoOnlyOnce() {
		Series claims = new Series("tasks", Measure.CLAIMS, 4);
		for (int index = 0; index < 60; index++) {
			claims.add((index == 30) ? 5 : 3);
		}
		assertThat(claims.row().flat()).isFalse();
		assertThat(claims.row().most()).isEqualTo(5);
	}

}
