package io.natsevents.order;

import java.time.Duration;
import java.util.Locale;

import io.natsevents.listen.Ordering;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints how fast the orders are, as the rows of a table: how much they take when there
 * is always something to do, and how long an event waits when there is little.
 */
@Tag("slow")
class OrderFiguresTests {

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final int PER_SECOND = 200;

	@Test
	void oneReplica() throws Exception {
		try (NatsServer server = NatsServer.builder().build()) {
			server.start();
			measure("R1", server.url());
		}
	}

	@Test
	void threeReplicas() throws Exception {
		try (NatsCluster cluster = NatsCluster.builder().build()) {
			cluster.start();
			measure("R3", String.join(",", cluster.urls()));
		}
	}

	private static void measure(String replicas, String urls) throws Exception {
		for (Ordering ordering : Ordering.values()) {
			for (int millis = 0; millis <= 1; millis++) {
				RunFigures most = run(urls, Campaign.undisturbed(ordering, 10_000, millis, 0));
				RunFigures few = run(urls, Campaign.undisturbed(ordering, 1000, millis, PER_SECOND));
				System.out
					.println(String.format(Locale.ROOT, "| `%s` | %s | %d ms | %.0f | %.0f | %.1f | %.1f | %.1f |",
							ordering.name().toLowerCase(Locale.ROOT), replicas, millis, most.perSecond(),
							most.perKeyAndSecond(), few.latencies().get(0), few.latencies().get(2),
							few.latencies().get(3)));
			}
		}
	}

	private static RunFigures run(String urls, Campaign campaign) throws Exception {
		try (OrderRun run = new OrderRun(campaign, urls, null, LIMIT)) {
			Evidence evidence = run.run();
			assertThat(OrderJudge.judge(evidence).unhandled()).isEmpty();
			return RunFigures.of(evidence);
		}
	}

}
