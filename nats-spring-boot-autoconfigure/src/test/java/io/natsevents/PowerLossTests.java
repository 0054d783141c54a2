package io.natsevents;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.support.BusApplication;
import io.natsevents.support.StoreCopy;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests what becomes of an application when all nodes of a cluster lose their power, and
 * with it what was not on their disks.
 */
@NatsServerTest(nodes = 3)
class PowerLossTests {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private final Set<String> handled = ConcurrentHashMap.newKeySet();

	@Test
	void aClusterThatLosesItsPowerIsToldOfAndEverythingGoesOn(NatsCluster cluster, Leftovers leftovers)
			throws Exception {
		leftovers.allowErrors("Stream AUTH_EVENTS went back");
		try (BusApplication application = BusApplication.on(cluster).bean(new Users()).start()) {
			publish(application, "kept", 50);
			awaitHandled("kept", 50);
			List<StoreCopy> copies = StoreCopy.of(cluster.nodes());
			publish(application, "lost", 30);
			awaitHandled("lost", 30);
			cluster.nodes().forEach(NatsServer::kill);
			for (StoreCopy copy : copies) {
				copy.putBack();
			}
			cluster.start();
			publish(application, "new", 20);
			awaitHandled("new", 20);
			assertThat(application.health("streams").getDetails().get("wentBack").toString()).contains("from=80",
					"to=51");
			await().atMost(LIMIT).until(() -> application.isDone("users"));
			assertThat(application.management().getStreamInfo("AUTH_EVENTS").getStreamState().getLastSequence())
				.isEqualTo(70);
		}
	}

	private static void publish(BusApplication application, String name, int count) {
		for (int number = 0; number < count; number++) {
			application.publisher().publish(Event.of("auth.user.created", name + number));
		}
	}

	private void awaitHandled(String name, int count) {
		await().atMost(LIMIT)
			.until(() -> this.handled.stream().filter((each) -> each.startsWith(name)).count() == count);
	}

	private final class Users {

		@JetStreamListener(value = "auth.user.created", id = "users")
		void on(Event<String> event) {
			PowerLossTests.this.handled.add(String.valueOf(event.data()));
		}

	}

}
