package io.natsevents.listen;

import java.time.Instant;

import io.natsevents.listen.DeliverFrom.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeliverFrom}.
 */
class DeliverFromTests {

	@ParameterizedTest
	@ValueSource(strings = { "all", "new", "last", "2026-03-01T00:00:00Z" })
	void readsWhatItPrints(String text) {
		assertThat(DeliverFrom.of(text)).hasToString(text);
	}

	@Test
	void ignoresCaseAndSpace() {
		assertThat(DeliverFrom.of(" NEW ")).isEqualTo(DeliverFrom.NEW);
	}

	@Test
	void takesAnInstant() {
		Instant instant = Instant.parse("2026-03-01T00:00:00Z");
		assertThat(DeliverFrom.of("2026-03-01T00:00:00Z")).isEqualTo(DeliverFrom.instant(instant));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "newest", "2026-03-01", "2026-03-01T00:00" })
	void refusesAnythingElseSayingWhatItTakes(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> DeliverFrom.of(text))
			.withMessageContaining("none of all, new, last, or an instant such as");
	}

	@Test
	void refusesAnInstantThatNobodyWouldLookAt() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DeliverFrom(Position.ALL, Instant.EPOCH));
		assertThatIllegalArgumentException().isThrownBy(() -> new DeliverFrom(Position.INSTANT, null));
	}

}
