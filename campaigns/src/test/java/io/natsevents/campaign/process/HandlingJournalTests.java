package io.natsevents.campaign.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Load;
import io.natsevents.campaign.load.Workload;
import io.natsevents.listen.DeliveryContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlingJournal}.
 */
class HandlingJournalTests {

	@TempDir
	private Path campaign;

	@Test
	void eventOfAnEarlierRoundIsWrittenDownThere() throws Exception {
		HandlingJournal journal = new HandlingJournal(this.campaign, "one");
		journal.end(load(1), journal.begin(Workload.ORDERS, load(1), context()), true);
		journal.begin(Workload.ORDERS, load(2), context());
		journal.begin(Workload.ORDERS, load(1), context());
		assertThat(lines(1)).hasSize(3)
			.satisfiesExactly((begin) -> assertThat(begin).startsWith("begin 1 ").endsWith(load(1).toString()),
					(end) -> assertThat(end).startsWith("done 1 "),
					(again) -> assertThat(again).startsWith("begin 3 "));
		assertThat(lines(2)).singleElement().asString().startsWith("begin 2 ").contains(" ORDERS 7 3 ");
	}

	private List<String> lines(int round) throws Exception {
		return Files.readAllLines(RoundDirectory.of(this.campaign, round).resolve("one" + RoundDirectory.HANDLING));
	}

	private static Load load(int round) {
		return new Load(round, "publisher-1-1", 0, "k1", 5, Kind.GOOD);
	}

	private static DeliveryContext context() {
		return new DeliveryContext("orders", "AUTH_EVENTS", "auth.order.placed", 7, Instant.EPOCH, 3, false);
	}

}
