package io.natsevents.listen;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PullEnd}.
 */
class PullEndTests {

	private static final Duration EXPIRES = Duration.ofSeconds(30);

	@Test
	void requestWithTimeLeftGoesOn() {
		assertThat(PullEnd.afterNoMessage(false, seconds(5), EXPIRES)).isNull();
		assertThat(PullEnd.afterNoMessage(false, seconds(30.2), EXPIRES)).isNull();
	}

	@Test
	void requestEndedAtItsTimeIsComplete() {
		assertThat(PullEnd.afterNoMessage(true, seconds(29), EXPIRES)).isSameAs(PullEnd.COMPLETE);
	}

	@Test
	void requestEndedLongBeforeItsTimeIsCutShort() {
		assertThat(PullEnd.afterNoMessage(true, seconds(5), EXPIRES))
			.isEqualTo(PullEnd.cutShort("the server ended the pull request early"));
	}

	@Test
	void requestNobodyEndedInTimeIsAbandoned() {
		assertThat(PullEnd.afterNoMessage(false, seconds(30.3), EXPIRES))
			.isEqualTo(PullEnd.abandoned("the server did not end the pull request"));
	}

	private static long seconds(double seconds) {
		return (long) (seconds * 1_000_000_000L);
	}

}
