package io.natsevents.listen;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Partition}.
 */
class PartitionTests {

	private final Partition first = new Partition(0, 16, "analytics-users");

	private final Partition third = new Partition(3, 16, "analytics-users");

	@Test
	void asksForItsOwnEventsAndTheFirstForThoseWithoutAPartition() {
		List<String> subjects = List.of("auth.user.created", "auth.user.deleted.v2");
		assertThat(this.third.durable()).isEqualTo("analytics-users-p3");
		assertThat(this.third.filters(subjects)).containsExactly("auth.user.created.p3", "auth.user.deleted.v2.p3");
		assertThat(this.first.filters(subjects)).containsExactly("auth.user.created", "auth.user.created.p0",
				"auth.user.deleted.v2", "auth.user.deleted.v2.p0");
	}

	@Test
	void leavesOutWhatAWildcardCovers() {
		List<String> subjects = List.of("auth.*", "auth.*.*");
		assertThat(this.first.filters(subjects)).containsExactly("auth.*", "auth.*.*", "auth.*.*.p0");
		assertThat(this.third.filters(subjects)).containsExactly("auth.*.*.p3", "auth.*.p3");
	}

	@Test
	void letsMoreThroughWhereFiltersWouldOverlap() {
		List<String> subjects = List.of("auth.*", "auth.user.*");
		assertThat(this.first.filters(subjects)).containsExactly("auth.*", "auth.*.>");
		assertThat(this.third.filters(subjects)).containsExactly("auth.*.p3", "auth.user.*.p3");
	}

	@ParameterizedTest
	@CsvSource({ "auth.user.created.p3, false, true", "auth.user.created.p0, true, false",
			"auth.user.created, true, false", "auth.user.created.p13, false, false",
			"auth.user.created.v2.p3, false, true" })
	void holdsItsOwnEventsAndTheFirstThoseWithoutAPartition(String subject, boolean inFirst, boolean inThird) {
		assertThat(this.first.holds(subject)).isEqualTo(inFirst);
		assertThat(this.third.holds(subject)).isEqualTo(inThird);
	}

	@ParameterizedTest
	@CsvSource({ "analytics-users-p0, 0", "analytics-users-p511, 511", "analytics-users, -1", "analytics-users-p, -1",
			"analytics-users-p03, -1", "analytics-users-px, -1", "analytics-users-page, -1", "users-p3, -1",
			"analytics-users-p9999999999, -1" })
	void knowsItsDurables(String durable, int number) {
		assertThat(Partition.numberOf("analytics-users", durable)).isEqualTo(number);
		assertThat(Partition.isOneOf("analytics-users", durable)).isEqualTo(number >= 0);
	}

}
