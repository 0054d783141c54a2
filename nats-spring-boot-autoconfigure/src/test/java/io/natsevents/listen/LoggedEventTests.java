package io.natsevents.listen;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggedEvent}.
 */
class LoggedEventTests {

	@Test
	void idIsShown() {
		assertThat(LoggedEvent.of("order-42 €😀")).isEqualTo("event order-42 €😀");
	}

	@Test
	void idCannotBeginALineOfItsOwn() {
		assertThat(LoggedEvent.of("a\r\n2026 ERROR forged\u2028\u0085\u001b[2J\u202e"))
			.isEqualTo("event a??2026 ERROR forged???[2J?");
	}

	@Test
	void longIdIsShortened() {
		assertThat(LoggedEvent.of("i".repeat(5000))).isEqualTo("event " + "i".repeat(200) + "…");
	}

	@Test
	void missingIdIsSaidToBeMissing() {
		assertThat(LoggedEvent.of(null)).isEqualTo("event of unknown id");
	}

}
