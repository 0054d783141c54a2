package io.natsevents.listen;

import java.util.List;

import io.natsevents.event.EventTypePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TypeIntersection}.
 */
class TypeIntersectionTests {

	@ParameterizedTest
	@CsvSource({ "a.b, a.b, a.b", "a.*, a.b, a.b", "a.>, a.b.c, a.b.c", "a.>, a.*, a.*", "a.*.c, a.b.*, a.b.c",
			"a.>, a.b.>, a.b.>", "a.*.>, a.b.c.d, a.b.c.d", "a.>, a.>, a.>", "a.b, a.c,", "a.b, a.b.c,", "a.*, a.b.c,",
			"a.b.>, a.b,", "a.>, b.>," })
	void whatTwoPatternsHaveInCommon(String one, String other, String common) {
		assertThat(TypeIntersection.of(one, other)).isEqualTo(common);
		assertThat(TypeIntersection.of(other, one)).isEqualTo(common);
	}

	@Test
	void noneIsPartOfAnother() {
		assertThat(of(List.of("auth.>"), "auth.user.*", "auth.user.created", "auth.key.created"))
			.containsExactly("auth.user.*", "auth.key.created");
	}

	@Test
	void onlyWhatTheListenerHandles() {
		assertThat(of(List.of("auth.user.created", "auth.user.deleted"), "auth.>")).containsExactly("auth.user.created",
				"auth.user.deleted");
		assertThatIllegalArgumentException().isThrownBy(() -> of(List.of("auth.user.created"), "auth.key.*"))
			.withMessageContaining("listener users handles no events of type 'auth.key.*'");
	}

	private static List<String> of(List<String> handled, String... wanted) {
		return TypeIntersection
			.of("users", handled.stream().map(EventTypePattern::parse).toList(),
					List.of(wanted).stream().map(EventTypePattern::parse).toList())
			.stream()
			.map(EventTypePattern::value)
			.toList();
	}

}
