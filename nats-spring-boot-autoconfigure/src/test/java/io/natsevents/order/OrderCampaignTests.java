package io.natsevents.order;

import java.time.Duration;

import io.natsevents.listen.Ordering;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the promise of order is kept for 100,000 events while handlers fail, and
 * processes and nodes are killed. What they leave in {@code target/order} can be judged
 * again by {@link OrderJudge}.
 */
@Tag("slow")
@NatsServerTest(nodes = 3)
class OrderCampaignTests {

	private static final Duration LIMIT = Duration.ofMinutes(20);

	private static final int EVENTS = 100_000;

	private static final long SEED = Long.getLong("order.seed", 20261121);

	@BeforeEach
	void allow(Leftovers leftovers) {
		leftovers.allowClaims();
	}

	@Test
	void fleetKeepsTheOrder(NatsCluster cluster) throws Exception {
		Verdict verdict = run(cluster, new Campaign(Ordering.CLUSTER, 4, 64, 16, EVENTS, 0.01, 2, 3, 0, 0, SEED));
		assertThat(verdict.isClean()).as(verdict.describe()).isTrue();
	}

	@Test
	void instanceKeepsTheOrder(NatsCluster cluster) throws Exception {
		Verdict verdict = run(cluster, new Campaign(Ordering.KEY, 1, 64, 16, EVENTS, 0.01, 2, 3, 0, 0, SEED));
		assertThat(verdict.isClean()).as(verdict.describe()).isTrue();
	}

	@Test
	void withoutAnOrderNothingIsLost(NatsCluster cluster) throws Exception {
		Verdict verdict = run(cluster, new Campaign(Ordering.NONE, 4, 64, 16, EVENTS, 0.01, 2, 3, 0, 0, SEED));
		assertThat(verdict.unhandled()).isEmpty();
	}

	private static Verdict run(NatsCluster cluster, Campaign campaign) throws Exception {
		try (OrderRun run = new OrderRun(campaign, String.join(",", cluster.urls()), cluster, LIMIT)) {
			Evidence evidence = run.run();
			Verdict verdict = OrderJudge.judge(evidence);
			System.out.println("order campaign " + campaign.name() + " (" + campaign + "): " + verdict.describe());
			assertThat(evidence.stored()).hasSize(EVENTS);
			assertThat(evidence.parked().keySet()).isEqualTo(campaign.poisoned(evidence));
			System.out.println("order campaign " + campaign.name() + ": " + RunFigures.of(evidence).describe());
			return verdict;
		}
	}

}
