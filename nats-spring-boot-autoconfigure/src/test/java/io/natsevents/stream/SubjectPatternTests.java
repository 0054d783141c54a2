package io.natsevents.stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SubjectPatternTests {

	@ParameterizedTest
	@CsvSource({ "auth.>, auth.user.created, true", "auth.>, auth.user, true", "auth.>, auth, false",
			"auth.>, authority.user, false", ">, auth, true", "auth.*, auth.user, true",
			"auth.*, auth.user.created, false", "auth.*.created, auth.user.created, true",
			"auth.*.created, auth.user.deleted, false", "auth.user, auth.user, true", "auth.user, auth.user.x, false",
			"auth.>, auth.*, true", "auth.>, auth.>, true", "auth.*, auth.>, false", "*.user, auth.*, false",
			"*.*, auth.*, true", "auth.user.>, auth.>, false", "auth.user, auth.*, false", "auth.>, >, false" })
	void matchesWhatItCovers(String pattern, String subject, boolean expected) {
		assertThat(new SubjectPattern(pattern).matches(subject)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "auth.>, auth.user, true", "auth.>, auth, false", "auth.*, *.user, true", "a.*.c, a.b.*, true",
			"a.*.c, a.b.d, false", "a.b, a.b.c, false", "a.b.>, a.*, false", "a.>, *.b, true", ">, x, true",
			"a.>, b.>, false", "a.b, a.b, true", "a.*.*, a.>, true" })
	void overlapsInBothDirections(String one, String other, boolean expected) {
		assertThat(new SubjectPattern(one).overlaps(new SubjectPattern(other))).isEqualTo(expected);
		assertThat(new SubjectPattern(other).overlaps(new SubjectPattern(one))).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a..b", ".a", "a.", "a b", "a.>.b", "a.\tb" })
	void refusesMalformedPatterns(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> new SubjectPattern(pattern))
			.withMessageContaining("'" + pattern + "'");
	}

}
