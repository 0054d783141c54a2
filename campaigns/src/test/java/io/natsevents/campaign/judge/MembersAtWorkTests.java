package io.natsevents.campaign.judge;

import java.util.List;
import java.util.Map;

import io.natsevents.campaign.fleet.MemberState;
import io.natsevents.campaign.process.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link MembersAtWork}. Everything is healed after 1000 milliseconds.
 */
class MembersAtWorkTests {

	private static final String PULLING = "UP {orders={phase=PULLING, since=2026-11-21T17:00:00Z, inFlight=0}}";

	private static final String MISSING = "DOWN {orders={phase=PULLING, since=2026-11-21T17:00:00Z, inFlight=0},"
			+ " items={phase=MISSING_EVENTS, reason=2 events were discarded, since=2026-11-21T17:00:00Z,"
			+ " missed={count=2, firstSequence=3, lastSequence=4, noticed=1970-01-01T00:00:10Z}}}";

	private final PlantedRound round = PlantedRound.orders().acknowledged(1, 1100).done("sharing-1-2", 1, 1200, 1210);

	@Test
	void processesThatAreWellAndWorkAreRight() {
		member(PlantedRound.WRITER, "UP {}");
		member("sharing-1-2", PULLING);
		assertThat(found()).isEmpty();
	}

	@Test
	void publisherThatPublishesNothingAfterwardsIsFound() {
		this.round.acknowledged(2, 900);
		member("publisher-2-1", "UP {}");
		assertThat(found()).containsExactly("process that does not work after everything was healed: publisher-2-1");
	}

	@Test
	void publisherThatIsOnlyRefusedAfterwardsIsFound() {
		PlantedRound refused = PlantedRound.orders().acknowledged(1, 900);
		refused.member(state(PlantedRound.WRITER, "UP {}"));
		assertThat(refused.judgeBy(new MembersAtWork()).violations()).hasSize(1);
	}

	@Test
	void listenerThatHandlesNothingAfterwardsIsFoundAlsoWhenAnEarlierLifeDid() {
		this.round.done("sharing-2-1", 1, 900, 1100);
		member("sharing-2-1", PULLING);
		member("sharing-1-3", PULLING);
		assertThat(found()).containsExactly("process that does not work after everything was healed: sharing-2-1",
				"process that does not work after everything was healed: sharing-1-3");
	}

	@Test
	void processThatSaysThatSomethingIsWrongIsFound() {
		this.round.member(new MemberState("sharing-1-2", null,
				status(Map.of("connection", "DOWN {reason=gone}", "listeners", PULLING, "streams", "UNKNOWN {}"))));
		assertThat(found()).containsExactlyInAnyOrder(
				"process that is not well: sharing-1-2, connection: DOWN {reason=gone}",
				"process that is not well: sharing-1-2, streams: UNKNOWN {}");
	}

	@Test
	void processThatDoesNotTellItsHealthIsFound() {
		this.round.member(new MemberState("sharing-1-2", null, status(Map.of())));
		assertThat(found()).containsExactly("process that is not well: sharing-1-2 does not tell its health");
	}

	@Test
	void listenerThatIsStillStartingIsFound() {
		member("sharing-1-2", PULLING.replace("PULLING", "STARTING"));
		assertThat(found()).hasSize(1);
	}

	@Test
	void listenerThatTellsOfALossItNoticedIsRightForAWhile() {
		assertThat(ListenersHealth.parse(MISSING).isWell(20_000)).isTrue();
		assertThat(ListenersHealth.parse(MISSING).isWell(110_000)).isFalse();
	}

	@Test
	void listenerWhoseEventsDoNotComeForAnotherReasonIsFound() {
		assertThat(ListenersHealth.parse(MISSING.replace("missed=", "other=")).isWell(20_000)).isFalse();
		assertThat(ListenersHealth.parse(MISSING.replace("PULLING", "RECOVERING")).isWell(20_000)).isFalse();
	}

	private void member(String life, String listeners) {
		this.round.member(state(life, listeners));
	}

	private static MemberState state(String life, String listeners) {
		return new MemberState(life, null,
				status(Map.of("connection", "UP {}", "streams", "UP {}", "listeners", listeners)));
	}

	private static Status status(Map<String, String> health) {
		return new Status(1, 1, 0, 0, 0, 0, 1, 1, 1, 1, health);
	}

	private List<String> found() {
		return this.round.judgeBy(new MembersAtWork())
			.violations()
			.stream()
			.map((violation) -> violation.promise() + ": " + violation.history().get(0))
			.toList();
	}

}
