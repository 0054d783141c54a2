package io.natsevents.listen;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link StreamSnapshot}.
 */
class StreamSnapshotTests {

	private static final ZonedDateTime CREATED = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

	@ParameterizedTest
	@CsvSource({ "auth.>, auth.>, true", "auth.>, >, true", "auth.>, auth.user.created, false",
			"auth.>, auth.*.*, false", "auth.> audit.>, auth.>, false", "auth.> audit.>, audit.> auth.>, true",
			"auth.>, , true", ", auth.>, false" })
	void aStreamIsCoveredWhenEachOfItsSubjectsIs(String subjects, String filters, boolean covered) {
		assertThat(stream(list(subjects), 1, 10, 1).isCoveredBy(list(filters))).isEqualTo(covered);
	}

	@ParameterizedTest
	@CsvSource({ "1, 100, 1, 0, 1", "1, 100, 1, 100, 0", "1, 100, 1, 120, 0", "1, 100, 1, 50, 0.5",
			"901, 1000, 1, 10, 1", "901, 1000, 0.5, 950, 0.25", "1, 100, 0, 0, 0", "0, 0, 0, 0, 0",
			"101, 100, 1, 50, 0" })
	void retentionIsUsedByWhatIsNotHandled(long first, long last, double fill, long handled, double used) {
		assertThat(stream(List.of("auth.>"), first, last, fill).usedBehind(handled)).isCloseTo(used, within(1e-9));
	}

	@Test
	void aConsumerStandsPastTheEndWhenItHasDeliveredMoreThanThereIs() {
		StreamSnapshot stream = stream(List.of("auth.>"), 1, 60, 1);
		assertThat(stream.isPassedBy(deliveredUpTo(61))).isTrue();
		assertThat(stream.isPassedBy(deliveredUpTo(60))).isFalse();
	}

	private static ConsumerProgress deliveredUpTo(long sequence) {
		return new ConsumerProgress(CREATED, List.of(), sequence, sequence, sequence, 0, 0);
	}

	private static List<String> list(String words) {
		return (words != null) ? List.of(words.split(" ")) : List.of();
	}

	private static StreamSnapshot stream(List<String> subjects, long first, long last, double fill) {
		return new StreamSnapshot(CREATED, subjects, first, last, 0, false, fill, 0);
	}

}
