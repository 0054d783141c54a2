package io.natsevents.campaign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.natsevents.campaign.fleet.StoredEvents;
import io.natsevents.campaign.judge.JudgeProgram;
import io.natsevents.campaign.judge.Verdict;
import io.natsevents.campaign.judge.Violation;
import io.natsevents.campaign.process.RoundDirectory;
import io.natsevents.support.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests two faults as {@code ./campaign} does, and that the judge sees what is missing.
 */
class ShortCampaignTests {

	private static final Duration LIMIT = Duration.ofMinutes(4);

	private static final List<String> FAULTS = List.of("kill-listener", "kill-key-consumer-leader");

	private final JsonMapper mapper = new JsonMapper();

	@TempDir
	private Path directory;

	@Test
	void nothingIsLostAndOrderIsKeptWhileAListenerIsKilledAndLeadersChange() throws Exception {
		List<Violation> violations = new ArrayList<>();
		int code = run(Campaign.class, "--seed", "7", "--rounds", "2", "--faults", String.join(",", FAULTS),
				"--directory", campaign().toString());
		for (int round = 1; round <= FAULTS.size(); round++) {
			Verdict verdict = verdict(round);
			assertThat(verdict.counts().lost()).isZero();
			assertThat(verdict.counts().handled()).isGreaterThan(1000);
			violations.addAll(verdict.violations());
		}
		// How long something takes says nothing on a machine that builds
		assertThat(violations).filteredOn((each) -> !each.promise().startsWith("silent")).isEmpty();
		assertThat(code).isEqualTo(violations.isEmpty() ? 0 : 1);
		assertThatTheFileSaysTheSame(violations);
		assertThatTheJudgeFindsWhatIsTakenAway();
	}

	private void assertThatTheFileSaysTheSame(List<Violation> violations) {
		JsonNode totals = this.mapper.readTree(campaign().resolve("campaign.json").toFile()).get("totals");
		assertThat(totals.get("times").asInt()).isEqualTo(FAULTS.size());
		assertThat(totals.get("lost").asInt()).isZero();
		assertThat(totals.get("violations").asInt()).isEqualTo(violations.size());
	}

	private void assertThatTheJudgeFindsWhatIsTakenAway() throws Exception {
		Path round = RoundDirectory.of(campaign(), 1);
		List<String> stored = new ArrayList<>(Files.readAllLines(round.resolve(StoredEvents.STORED)));
		String[] taken = stored.remove(stored.size() / 2).split(" ");
		Files.write(round.resolve(StoredEvents.STORED), stored);
		assertThat(run(JudgeProgram.class, round.toString())).isEqualTo(1);
		assertThat(verdict(1).counts().lost()).isEqualTo(1);
		assertThat(verdict(1).violations()).anySatisfy((violation) -> {
			assertThat(violation.promise()).isEqualTo("acknowledged and not stored");
			assertThat(violation.history()).asString().contains(taken[3] + "#" + taken[4]);
		});
	}

	private Path campaign() {
		return this.directory.resolve("campaign");
	}

	private Verdict verdict(int round) {
		return this.mapper.readValue(RoundDirectory.of(campaign(), round).resolve(Verdict.FILE).toFile(),
				Verdict.class);
	}

	private int run(Class<?> program, String... arguments) {
		try (ChildJvm process = ChildJvm.start(program, this.directory.resolve("output.log"), List.of("-Xmx256m"),
				List.of(arguments))) {
			await(program.getSimpleName()).atMost(LIMIT).until(() -> !process.isAlive());
			return process.awaitEnd();
		}
	}

}
