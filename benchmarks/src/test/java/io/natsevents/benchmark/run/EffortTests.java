package io.natsevents.benchmark.run;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Effort}.
 */
class EffortTests {

	@Test
	void theFullEffortDoesAllEvents() {
		assertThat(Effort.full(5).events(60_000)).isEqualTo(60_000);
	}

	@Test
	void aTrialDoesFewEventsButAtLeastOne() {
		assertThat(Effort.trial().events(60_000)).isEqualTo(1200);
		assertThat(Effort.trial().events(1)).isEqualTo(1);
	}

}
