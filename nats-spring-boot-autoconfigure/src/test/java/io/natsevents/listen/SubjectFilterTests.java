package io.natsevents.listen;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubjectFilter}.
 */
class SubjectFilterTests {

	@Test
	void acceptsWhatOneOfItsSubjectsMatches() {
		SubjectFilter filter = new SubjectFilter(List.of("auth.user.created", "auth.role.*", "billing.>"));
		assertThat(List.of("auth.user.created", "auth.role.granted", "billing.invoice.sent.v2"))
			.allMatch(filter::accepts);
		assertThat(List.of("auth.user.deleted", "auth.user.created.v2", "auth.role", "auth.role.granted.v2", "billing"))
			.noneMatch(filter::accepts);
	}

	@ParameterizedTest
	@CsvSource({ "auth.user.created, auth.user.created auth.user.created.*", "auth.user.*, auth.user.* auth.user.*.*",
			"auth.>, auth.>",
			"auth.user.created auth.user.deleted, "
					+ "auth.user.created auth.user.created.* auth.user.deleted auth.user.deleted.*",
			"auth.user.created auth.user.>, auth.user.>",
			"auth.* auth.user.created, auth.* auth.*.* auth.user.created.*", "auth.*.created auth.user.*, auth.*.>",
			"auth.user auth.*.created, auth.*.> auth.user",
			"auth.user.created auth.*.created.now, auth.*.created.> auth.user.created",
			"auth.user.> auth.*.created.now, auth.*.>", "auth.*.b.done auth.a.*.done, auth.*.*.done auth.*.*.done.>",
			"auth.a.* auth.*.b auth.role.x.y billing.paid, auth.*.> billing.paid billing.paid.*" })
	void asksForPartitionsToo(String subjects, String filters) {
		List<String> wanted = Arrays.asList(subjects.split(" "));
		assertThat(SubjectFilter.withPartitions(wanted)).containsExactly(filters.split(" "));
		Collections.reverse(wanted);
		assertThat(SubjectFilter.withPartitions(wanted)).containsExactly(filters.split(" "));
	}

	@ParameterizedTest
	@CsvSource({ "auth.*.created.p3 auth.user.*.p3, auth.*.*.p3",
			"auth.user.created.p3 auth.role.*.p3, " + "auth.role.*.p3 auth.user.created.p3",
			"auth.user.created.p0 auth.user.created, " + "auth.user.created auth.user.created.p0",
			"auth.*.b auth.> auth.a.*, auth.>", "auth.*.b.c auth.a.>, auth.*.>" })
	void asksForNothingTwice(String subjects, String filters) {
		assertThat(SubjectFilter.withoutOverlaps(List.of(subjects.split(" ")))).containsExactly(filters.split(" "));
	}

	@Test
	void givesBackSoonAtFirstAndRarelyThen() {
		assertThat(SubjectFilter.delayBefore(1)).isEqualTo(Duration.ofSeconds(1));
		assertThat(SubjectFilter.delayBefore(2)).isEqualTo(Duration.ofSeconds(2));
		assertThat(SubjectFilter.delayBefore(6)).isEqualTo(Duration.ofSeconds(32));
		assertThat(SubjectFilter.delayBefore(7)).isEqualTo(Duration.ofSeconds(60));
		assertThat(SubjectFilter.delayBefore(Long.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void filtersThatContinueAnotherAreOneForAServerThatWouldPassOverEvents() {
		assertThat(SubjectFilter.withoutNesting(List.of("auth.user.created", "auth.user.created.*")))
			.containsExactly("auth.user.>");
		assertThat(SubjectFilter.withoutNesting(List.of("auth.user.created.late", "auth.*.created")))
			.containsExactly("auth.*.>");
		assertThat(SubjectFilter.withoutNesting(List.of("auth.user.created", "auth.user.deleted")))
			.containsExactly("auth.user.created", "auth.user.deleted");
	}

}
