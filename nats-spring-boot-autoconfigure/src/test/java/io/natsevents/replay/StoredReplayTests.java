package io.natsevents.replay;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.natsevents.event.EventTypePattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoredReplay}.
 */
class StoredReplayTests {

	private static final StoredReplay REPLAY = new StoredReplay("0a1b2c3d4e5f", "users", "AUTH_EVENTS",
			new ReplayRange(7, 4711),
			List.of(EventTypePattern.parse("auth.user.*"), EventTypePattern.parse("auth.key.>")),
			List.of("acme, inc.", "globex"), 12.5, Instant.parse("2026-01-31T03:00:00.123456789Z"));

	@Test
	void theMetadataTellAll() {
		assertThat(StoredReplay.of("AUTH_EVENTS", REPLAY.metadata())).isEqualTo(REPLAY);
	}

	@Test
	void allOrganizationsAreNone() {
		StoredReplay all = new StoredReplay("1", "users", "A", new ReplayRange(1, 2),
				List.of(EventTypePattern.parse("auth.user.created")), List.of(), 0, Instant.EPOCH);
		assertThat(StoredReplay.of("A", all.metadata())).isEqualTo(all);
	}

	@Test
	void whatIsMissingOrUnreadableIsNoReplay() {
		assertThat(StoredReplay.of("A", null)).isNull();
		assertThat(StoredReplay.of("A", Map.of("io.natsevents.application", "x"))).isNull();
		REPLAY.metadata().forEach((name, value) -> {
			Map<String, String> without = new HashMap<>(REPLAY.metadata());
			without.remove(name);
			assertThat(StoredReplay.of("A", without)).as(name).isNull();
		});
		Map<String, String> wrong = new HashMap<>(REPLAY.metadata());
		wrong.put("io.natsevents.replay.last", "many");
		assertThat(StoredReplay.of("A", wrong)).isNull();
	}

}
