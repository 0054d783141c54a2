package io.natsevents.listen;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeliveryCourse}.
 */
class DeliveryCourseTests {

	@ParameterizedTest
	@CsvSource({ "1, 0, false, 5, USUAL", "6, 5, false, 5, USUAL", "6, 0, true, 5, USUAL", "7, 0, false, 5, ALONE",
			"7, 5, false, 5, ALONE", "7, 6, false, 5, GIVEN_UP", "7, 0, true, 5, GIVEN_UP", "99, 0, false, 5, ALONE",
			"1, 0, false, 0, USUAL", "2, 0, false, 0, ALONE", "2, 1, false, 0, GIVEN_UP",
			"2147483649, 0, false, 2147483647, ALONE", "2147483648, 0, false, 2147483647, USUAL" })
	void onlyWhatFailuresDoNotExplainRunsAlone(long deliveries, long failures, boolean givenUp, int maxRetries,
			DeliveryCourse course) {
		assertThat(DeliveryCourse.of(deliveries, failures, givenUp, maxRetries)).isEqualTo(course);
	}

}
