package io.natsevents.deadletter;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeadLetterId}.
 */
class DeadLetterIdTests {

	private static final String TEXT = "AUTH_EVENTS.analytics-users-on.7-1767323045123456789";

	private static final DeadLetterId ID = new DeadLetterId(
			new StoredPosition("AUTH_EVENTS", 7, Instant.parse("2026-01-02T03:04:05.123456789Z")),
			"analytics-users-on");

	@Test
	void isItsSubjectWithoutThePrefix() {
		assertThat(ID).hasToString(TEXT);
		assertThat(ID.subject()).isEqualTo("dlq." + TEXT);
	}

	@Test
	void isReadAsItIsWritten() {
		assertThat(DeadLetterId.parse(TEXT)).isEqualTo(ID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "AUTH_EVENTS", "AUTH_EVENTS.on", "AUTH_EVENTS.on.7", "AUTH_EVENTS.on.7-", ".on.7-1",
			"AUTH_EVENTS..7-1", "AUTH_EVENTS.on.-7", "AUTH_EVENTS.a-b.7", "AUTH_EVENTS.on.x-1", "AUTH_EVENTS.on.7-1.k",
			"dlq.AUTH_EVENTS.on.7-1", "AUTH_EVENTS.*.7-1", "*.on.7-1", "AUTH_EVENTS.>.7-1", "AUTH_EVENTS.o n.7-1" })
	void refusesWhatIsNoId(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterId.parse(text))
			.withMessageContaining("'" + text + "'");
	}

	@Test
	void doesNotRepeatAllOfALongText() {
		assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterId.parse("x".repeat(5000)))
			.withMessageStartingWith("'" + "x".repeat(100) + "...' is no id");
	}

}
