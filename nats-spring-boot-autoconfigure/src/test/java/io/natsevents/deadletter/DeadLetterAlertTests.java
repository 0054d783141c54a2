package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for when an alert is raised and when it ends.
 */
class DeadLetterAlertTests {

	private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

	@ParameterizedTest
	@CsvSource({
			// messages, oldest, limit, limit of age: raised
			"0, PT0S, 100, PT1H, false", "99, PT59M59S, 100, PT1H, false", "100, PT0S, 100, PT1H, true",
			"101, PT0S, 100, PT1H, true", "1, PT1H, 100, PT1H, true", "1, PT1H1S, 100, PT1H, true",
			"1, PT0S, 1, PT1H, true", "0, PT0S, 1, PT1H, false", "5000, PT0S, 0, PT1H, false",
			"5000, PT1H, 0, PT1H, true", "1, PT900H, 100, PT0S, false", "100, PT900H, 100, PT0S, true",
			"5000, PT900H, 0, PT0S, false", "1, PT-1H, 100, PT1H, false" })
	void isRaisedAtALimit(long messages, Duration oldest, long limit, Duration age, boolean raised) {
		DeadLetterNumbers numbers = numbers(messages, oldest);
		DeadLetterLimits limits = new DeadLetterLimits(limit, age);
		for (DeadLetterAlert before : new @Nullable DeadLetterAlert[] { null,
				alert(DeadLetterAlert.State.ENDED, limits) }) {
			DeadLetterAlert change = DeadLetterAlert.change(before, numbers, limits, "analytics", NOW);
			assertThat(change != null).isEqualTo(raised);
			if (change != null) {
				assertThat(change).isEqualTo(new DeadLetterAlert(change.id(), DeadLetterAlert.State.RAISED, NOW,
						numbers, limits, "analytics"));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "100, PT0S, 100, PT1H, false", "50, PT0S, 100, PT1H, false", "49, PT0S, 100, PT1H, true",
			"49, PT30M, 100, PT1H, false", "49, PT29M59S, 100, PT1H, true", "0, PT0S, 100, PT1H, true",
			"1, PT0S, 1, PT1H, false", "0, PT0S, 1, PT1H, true", "1, PT0S, 2, PT1H, false", "1, PT0S, 3, PT1H, true",
			"5000, PT29M, 0, PT1H, true", "5000, PT30M, 0, PT1H, false", "49, PT900H, 100, PT0S, true" })
	void endsBelowHalfOfAllLimits(long messages, Duration oldest, long limit, Duration age, boolean ended) {
		DeadLetterLimits limits = new DeadLetterLimits(limit, age);
		DeadLetterAlert change = DeadLetterAlert.change(alert(DeadLetterAlert.State.RAISED, limits),
				numbers(messages, oldest), limits, "analytics", NOW);
		assertThat(change != null).isEqualTo(ended);
		if (change != null) {
			assertThat(change.state()).isEqualTo(DeadLetterAlert.State.ENDED);
		}
	}

	@Test
	void anotherApplicationWithLargerLimitsDoesNotEndIt() {
		DeadLetterAlert raised = alert(DeadLetterAlert.State.RAISED, new DeadLetterLimits(10, Duration.ofHours(1)));
		DeadLetterLimits larger = new DeadLetterLimits(1000, Duration.ZERO);
		assertThat(DeadLetterAlert.change(raised, numbers(5, Duration.ZERO), larger, "other", NOW)).isNull();
		assertThat(DeadLetterAlert.change(raised, numbers(4, Duration.ofMinutes(30)), larger, "other", NOW)).isNull();
		DeadLetterAlert ended = DeadLetterAlert.change(raised, numbers(4, Duration.ofMinutes(29)), larger, "other",
				NOW);
		assertThat(ended).isNotNull();
		assertThat(ended.limits()).isEqualTo(raised.limits());
		assertThat(ended.id()).isNotEqualTo(raised.id());
	}

	@Test
	void saysWhatThereIs() {
		assertThat(alert(DeadLetterAlert.State.RAISED, new DeadLetterLimits(100, Duration.ZERO)))
			.hasToString("7 in DLQ_EVENTS, the oldest since 2026-01-02T11:59:00Z (limits: 100, any age)");
		assertThat(new DeadLetterAlert("1", DeadLetterAlert.State.ENDED, NOW, new DeadLetterNumbers(0, null),
				new DeadLetterLimits(0, Duration.ofHours(1)), "analytics"))
			.hasToString("0 in DLQ_EVENTS (limits: any number, PT1H)");
	}

	@Test
	void negativeLimitsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DeadLetterLimits(-1, Duration.ZERO))
			.withMessage("messages must not be negative but is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> new DeadLetterLimits(0, Duration.ofSeconds(-1)))
			.withMessage("age must not be negative but is PT-1S");
	}

	private static DeadLetterAlert alert(DeadLetterAlert.State state, DeadLetterLimits limits) {
		return new DeadLetterAlert("1", state, NOW.minusSeconds(9), numbers(7, Duration.ofMinutes(1)), limits,
				"analytics");
	}

	private static DeadLetterNumbers numbers(long messages, Duration age) {
		return new DeadLetterNumbers(messages, (messages > 0) ? NOW.minus(age) : null);
	}

}
