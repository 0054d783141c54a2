package io.natsevents.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SubjectNamingTests {

	@ParameterizedTest
	@CsvSource({ "HIERARCHICAL, auth.user.created, 1, auth.user.created",
			"HIERARCHICAL, auth.user.created, 2, auth.user.created.v2", "HIERARCHICAL, auth.created, 1, auth.created",
			"HIERARCHICAL, auth.created, 12, auth.created.v12",
			"VERSIONED, auth.user.created, 1, auth.event.user.created.v1",
			"VERSIONED, auth.user.created, 2, auth.event.user.created.v2",
			"VERSIONED, auth.created, 1, auth.event.created.v1",
			"VERSIONED, ai-agent.run.step.done, 3, ai-agent.event.run.step.done.v3" })
	void namesTheSubject(SubjectNaming naming, String type, int major, String subject) {
		assertThat(naming.subject(type, major)).isEqualTo(subject);
		assertThat(naming.major(subject)).isEqualTo(major);
		assertThat(naming.major(EventPartition.subject(subject, 17))).isEqualTo(major);
	}

	@ParameterizedTest
	@CsvSource({ "HIERARCHICAL, auth.user.created, 1, auth.user.created",
			"HIERARCHICAL, auth.user.created, 2, auth.user.created.v2", "HIERARCHICAL, auth.user.*, 1, auth.user.*",
			"HIERARCHICAL, auth.user.*, 2, auth.user.*.v2", "HIERARCHICAL, auth.*.created, 2, auth.*.created.v2",
			"HIERARCHICAL, auth.>, 1, auth.>", "HIERARCHICAL, auth.>, 2, auth.>",
			"HIERARCHICAL, auth.user.>, 3, auth.user.>", "VERSIONED, auth.user.created, 1, auth.event.user.created.v1",
			"VERSIONED, auth.user.*, 1, auth.event.user.*.v1", "VERSIONED, auth.*, 2, auth.event.*.v2",
			"VERSIONED, auth.>, 1, auth.event.>", "VERSIONED, auth.user.>, 2, auth.event.user.>" })
	void namesTheTightestFilter(SubjectNaming naming, String pattern, int major, String filter) {
		assertThat(naming.filter(EventTypePattern.parse(pattern), major)).isEqualTo(filter);
	}

	@ParameterizedTest
	@CsvSource({ "auth.user.created, 1", "auth.user.created.v2, 2", "auth.v10, 10", "v2, 1", "auth.v, 1",
			"auth.v2.created, 1", "auth.v0, 1", "auth.vx, 1", "auth.v1x, 1", "auth.v99999999999, 1",
			"auth.v999999999, 999999999", "'', 1", "auth.user.created.p3, 1", "auth.user.created.v2.p3, 2",
			"auth.event.user.created.v1.p0, 1", "auth.user.created.p3.v2, 2", "auth.user.created.v2.p, 1",
			"auth.user.created.v2.p3x, 1" })
	void readsTheMajorFromTheLastToken(String subject, int major) {
		for (SubjectNaming naming : SubjectNaming.values()) {
			assertThat(naming.major(subject)).isEqualTo(major);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesMajorsBelowOne(SubjectNaming naming) {
		assertThatIllegalArgumentException().isThrownBy(() -> naming.subject("auth.user.created", 0))
			.withMessageContaining("major version 0 of 'auth.user.created'");
		assertThatIllegalArgumentException().isThrownBy(() -> naming.filter(EventTypePattern.parse("auth.>"), -1))
			.withMessageContaining("major version -1 of 'auth.>'");
	}

	@Test
	void refusesATypeWithoutASecondToken() {
		assertThatIllegalArgumentException().isThrownBy(() -> SubjectNaming.VERSIONED.subject("auth", 1))
			.withMessageContaining("type 'auth'");
	}

}
