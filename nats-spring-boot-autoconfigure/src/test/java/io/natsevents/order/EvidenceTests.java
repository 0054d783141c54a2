package io.natsevents.order;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.natsevents.listen.DeliveryContext;
import io.natsevents.listen.Ordering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for reading the {@link Evidence} of a run.
 */
class EvidenceTests {

	@TempDir
	private Path directory;

	@Test
	void whatProcessesWroteIsReadAlsoWhenTheyDied() throws Exception {
		Files.writeString(this.directory.resolve(Evidence.CAMPAIGN),
				Campaign.undisturbed(Ordering.KEY, 3, 0, 0).toString());
		Files.write(this.directory.resolve(Evidence.STORED), List.of("1 a 0 5", "2 a 1 6"));
		Files.write(this.directory.resolve(Evidence.SERVER_KILLS), List.of("77"));
		HandlingJournal journal = new HandlingJournal(this.directory, "one");
		long first = journal.begin(new Load("a", 0, 5), context(1));
		journal.end(first, Handling.Outcome.DONE);
		journal.begin(new Load("a", 1, 6), context(2));
		long now = System.currentTimeMillis() * 1_000_000;
		Files.write(this.directory.resolve(Evidence.PARKED), List.of("2 " + now));
		JournalTail tail = new JournalTail(this.directory);
		assertThat(tail.done()).isEqualTo(1);
		Evidence evidence = Evidence.read(this.directory);
		assertThat(evidence.ordering()).isEqualTo(Ordering.KEY);
		assertThat(evidence.stored()).isEqualTo(Map.of(1L, new Load("a", 0, 5), 2L, new Load("a", 1, 6)));
		assertThat(evidence.serverKills()).containsExactly(77L);
		assertThat(evidence.handlings()).hasSize(2).allSatisfy((run) -> assertThat(run.instance()).isEqualTo("one"));
		Handling died = evidence.handlings().stream().filter((run) -> run.outcome() == null).findFirst().orElseThrow();
		assertThat(died.sequence()).isEqualTo(2);
		assertThat(died.deliveries()).isEqualTo(3);
		// The two clocks are brought together
		assertThat(evidence.parked().get(2L)).isBetween(died.begin() - 50_000_000, System.nanoTime() + 50_000_000);
		Files.writeString(this.directory.resolve("one.journal"), "end 2 9999 DO", StandardOpenOption.APPEND);
		assertThat(tail.done()).isEqualTo(1);
	}

	private static DeliveryContext context(long sequence) {
		return new DeliveryContext("orders", Campaign.STREAM, Campaign.TYPE, sequence, Instant.EPOCH, 3, false);
	}

}
