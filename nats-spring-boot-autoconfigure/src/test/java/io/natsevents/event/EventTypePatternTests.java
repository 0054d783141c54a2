package io.natsevents.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventTypePatternTests {

	@ParameterizedTest
	@CsvSource({ "auth.user.created, auth.user.created, true", "auth.user.created, auth.user.deleted, false",
			"auth.user.created, auth.user, false", "auth.user.created, auth.user.created.x, false",
			"auth.user.*, auth.user.created, true", "auth.user.*, auth.user, false",
			"auth.user.*, auth.user.created.x, false", "auth.*.created, auth.user.created, true",
			"auth.*.created, auth.user.deleted, false", "auth.*, auth.created, true",
			"auth.*, auth.user.created, false", "auth.*.*, auth.user.created, true", "auth.>, auth.created, true",
			"auth.>, auth.user.created, true", "auth.>, auth, false", "auth.>, billing.created, false",
			"auth.*.>, auth.user.created, true", "auth.*.>, auth.user, false", "auth.user.>, auth.users.x, false",
			"auth.user.>, auth.user.a.b.c, true", "auth.user, auth.userx, false", "auth.userx, auth.user, false",
			"auth.*, auth., false", "auth.>, auth., false", "auth.*, '', false" })
	void matchesTokenByToken(String pattern, String type, boolean matches) {
		assertThat(EventTypePattern.parse(pattern).matches(type)).isEqualTo(matches);
	}

	@ParameterizedTest
	@CsvSource({ "'', token ''", "*, must begin with the name of a service", ">, must begin with the name of a service",
			"*.created, must begin with the name of a service", "auth, two tokens or more",
			"auth.>.x, must be the last token", "auth.us*, token 'us*'", "auth.**, token '**'",
			"auth.v1, token 'v1' is reserved", "auth.*.dlq, token 'dlq' is reserved", "auth., token ''",
			"auth..>, token ''", "AUTH.>, token 'AUTH'" })
	void refusesWhatBreaksARuleAndNamesIt(String pattern, String rule) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventTypePattern.parse(pattern))
			.withMessageStartingWith("pattern '" + pattern + "'")
			.withMessageContaining(rule);
	}

	@Test
	void refusesMoreThan200Characters() {
		assertThatIllegalArgumentException().isThrownBy(() -> EventTypePattern.parse("auth." + "x".repeat(196)))
			.withMessageContaining("201 characters");
	}

	@ParameterizedTest
	@CsvSource({ "auth.user.created, false", "auth.*, false", "auth.>, true", "auth.*.>, true" })
	void tellsOpenEnds(String value, boolean openEnded) {
		EventTypePattern pattern = EventTypePattern.parse(value);
		assertThat(pattern.isOpenEnded()).isEqualTo(openEnded);
		assertThat(pattern.service()).isEqualTo("auth");
		assertThat(pattern).hasToString(value);
	}

}
