package io.natsevents.order;

import java.time.Duration;

import io.natsevents.listen.Ordering;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the promise of order is kept while handlers fail and a process is killed:
 * the short form of {@link OrderCampaignTests}.
 */
@NatsServerTest
class OrderTests {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	@ParameterizedTest
	@EnumSource(value = Ordering.class, names = { "KEY", "CLUSTER" })
	void orderIsKeptWhenAProcessIsKilled(Ordering ordering, NatsServer server, Leftovers leftovers) throws Exception {
		leftovers.allowClaims();
		Campaign campaign = new Campaign(ordering, (ordering == Ordering.KEY) ? 1 : 2, 16, 4, 2000, 0.01, 1, 0, 0, 0,
				7);
		try (OrderRun run = new OrderRun(campaign, server.url(), null, LIMIT)) {
			Evidence evidence = run.run();
			Verdict verdict = OrderJudge.judge(evidence);
			assertThat(verdict.isClean()).as(verdict.describe()).isTrue();
			assertThat(evidence.parked().keySet()).isEqualTo(campaign.poisoned(evidence));
		}
	}

}
