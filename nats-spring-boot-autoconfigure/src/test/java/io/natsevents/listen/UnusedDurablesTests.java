package io.natsevents.listen;

import java.time.Duration;
import java.util.Map;

import io.nats.client.api.ConsumerConfiguration;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link UnusedDurables}.
 */
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class UnusedDurablesTests {

	@Test
	void durableOfThisApplicationThatNoListenerUsesIsReportedAndStays(NatsServer server, CapturedOutput output)
			throws Exception {
		try (BusApplication before = BusApplication.on(server).start()) {
			subscribe(before, "old");
			subscribe(before, "kept");
			before.management()
				.createConsumer("AUTH_EVENTS", ConsumerConfiguration.builder().durable("somebody-elses").build());
			before.management()
				.createConsumer("AUTH_EVENTS",
						ConsumerConfiguration.builder()
							.durable("analytics-kept-replay-1")
							.metadata(Map.of(UnusedDurables.APPLICATION, "analytics", ReplayableListener.REPLAY, "1"))
							.build());
		}
		try (BusApplication after = BusApplication.on(server).bean(new Listener()).start()) {
			await().atMost(Duration.ofSeconds(10))
				.until(() -> output.getAll().contains("analytics-old (0 events wait)"));
			assertThat(output.getAll()).contains("No listener of analytics uses")
				.doesNotContain("analytics-kept (")
				.doesNotContain("analytics-kept-replay-1 (")
				.doesNotContain("somebody-elses");
			assertThat(after.management().getConsumerNames("AUTH_EVENTS")).contains("analytics-old");
		}
	}

	private static void subscribe(BusApplication application, String id) {
		application.subscriber()
			.subscribe(ListenerDefinition.of(id, String.class, "auth.user.created"), (event, context) -> {
			});
	}

	static class Listener {

		@JetStreamListener(id = "kept", value = "auth.user.created")
		void on(String data) {
		}

	}

}
