package io.natsevents.listen;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.natsevents.listen.ListenerState.Phase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PartitionsView}.
 */
class PartitionsViewTests {

	private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

	@Test
	void isWellWhenAllPartitionsAre() {
		assertThat(PartitionsView.state(List.of(state(Phase.PULLING, null, 5), state(Phase.PULLING, null, 3))))
			.isEqualTo(state(Phase.PULLING, null, 3));
	}

	@Test
	void stateIsThatOfTheWorstPartitionAndNamesIt() {
		assertThat(PartitionsView.state(List.of(state(Phase.PULLING, null, 1), state(Phase.BUSY, "slow", 2),
				state(Phase.RECOVERING, "no leader", 7), state(Phase.PULLING, null, 3))))
			.isEqualTo(state(Phase.RECOVERING, "partition 2 of 4: no leader", 7));
	}

	@Test
	void namesTheFirstOfSeveralAndHowManyMore() {
		assertThat(PartitionsView.state(List.of(state(Phase.PULLING, null, 1), state(Phase.RECOVERING, "no leader", 7),
				state(Phase.RECOVERING, "other", 6))))
			.isEqualTo(state(Phase.RECOVERING, "partition 1 (and 1 more) of 3: no leader", 6));
	}

	@ParameterizedTest
	@EnumSource(Phase.class)
	void onePartitionThatIsNotWellIsEnough(Phase phase) {
		ListenerState together = PartitionsView.state(List.of(state(Phase.PULLING, null, 0), state(phase, "why", 0)));
		assertThat(together.phase()).isEqualTo(phase);
		assertThat(together.phase().isExpected()).isEqualTo(phase.isExpected());
		for (Phase other : Phase.values()) {
			boolean expected = PartitionsView.state(List.of(state(phase, "why", 0), state(other, "why", 0)))
				.phase()
				.isExpected();
			assertThat(expected).isEqualTo(phase.isExpected() && other.isExpected());
		}
	}

	@Test
	void addsUpWhatWaitsAndTakesTheMostThatIsUsed() {
		ListenerBacklog together = PartitionsView
			.backlog(List.of(backlog(3, 0.2, null, false), backlog(4, 0.7, null, true), backlog(0, 0, null, false)));
		assertThat(together).isEqualTo(backlog(7, 0.7, null, true));
	}

	@Test
	void knowsNoLagBeforeItKnowsThatOfEachPartition() {
		assertThat(PartitionsView.backlog(List.of(backlog(3, 0.2, null, false), ListenerBacklog.UNKNOWN)))
			.isEqualTo(new ListenerBacklog(OptionalLong.empty(), OptionalDouble.of(0.2), null, false));
		assertThat(PartitionsView.backlog(List.of())).isEqualTo(ListenerBacklog.UNKNOWN);
	}

	@Test
	void putsTogetherWhatWasMissed() {
		MissedEvents early = new MissedEvents(5, 100, 200, NOON);
		MissedEvents late = new MissedEvents(2, 90, 120, NOON.plusSeconds(9));
		assertThat(PartitionsView
			.backlog(List.of(backlog(0, 0, late, false), backlog(0, 0, null, false), backlog(0, 0, early, false)))
			.missed()).isEqualTo(new MissedEvents(7, 90, 200, NOON.plusSeconds(9)));
	}

	private static ListenerState state(Phase phase, @Nullable String reason, int seconds) {
		return new ListenerState(phase, reason, NOON.plusSeconds(seconds));
	}

	private static ListenerBacklog backlog(long lag, double used, @Nullable MissedEvents missed, boolean pastEnd) {
		return new ListenerBacklog(OptionalLong.of(lag), OptionalDouble.of(used), missed, pastEnd);
	}

}
