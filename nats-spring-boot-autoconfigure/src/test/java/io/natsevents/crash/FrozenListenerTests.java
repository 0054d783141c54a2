package io.natsevents.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.support.BusApplication;
import io.natsevents.support.ChildJvm;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests a JVM that is frozen for longer than its claims last.
 */
@NatsServerTest
@Timeout(60)
class FrozenListenerTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final int EVENTS = 8;

	@Test
	void whatAFrozenInstanceHoldsIsHandledByOthersAndItGoesOnAfterwards(NatsServer server, @TempDir Path directory) {
		Set<Integer> handled = ConcurrentHashMap.newKeySet();
		try (BusApplication other = application(server.url()).bean(new Numbers(handled))
			.property("nats.jetstream.listeners.numbers.auto-startup", false)
			.start();
				ChildJvm frozen = ChildJvm.start(Instance.class, directory.resolve("frozen.log"), List.of(),
						List.of(server.url()))) {
			for (int number = 0; number < EVENTS; number++) {
				other.publisher().publish(Event.of("auth.user.created", number));
			}
			await().atMost(LIMIT)
				.ignoreExceptions()
				.until(() -> other.consumer("numbers").getNumAckPending() == EVENTS);
			frozen.pause();
			other.listener("numbers").start();
			await().atMost(LIMIT).until(() -> handled.size() == EVENTS);
			frozen.resume();
			await().atMost(LIMIT).until(() -> other.isDone("numbers"));
			other.listener("numbers").stop();
			other.publisher().publish(Event.of("auth.user.created", EVENTS));
			await().atMost(LIMIT).until(() -> other.isDone("numbers"));
			assertThat(handled).hasSize(EVENTS);
		}
	}

	private static BusApplication.Builder application(String url) {
		return BusApplication.at(url)
			.property("nats.jetstream.listener.ack-wait", "1s")
			.property("nats.jetstream.listener.concurrency", EVENTS);
	}

	static final class Numbers {

		private final Set<Integer> handled;

		Numbers(Set<Integer> handled) {
			this.handled = handled;
		}

		@JetStreamListener(value = "auth.user.created", id = "numbers")
		void on(Integer number) {
			this.handled.add(number);
		}

	}

	static final class Slow {

		@JetStreamListener(value = "auth.user.created", id = "numbers")
		void on(Integer number) throws InterruptedException {
			TimeUnit.SECONDS.sleep(2);
		}

	}

	/**
	 * The instance that is frozen.
	 */
	static final class Instance {

		private Instance() {
		}

		public static void main(String[] arguments) {
			application(arguments[0]).property("nats.jetstream.listener.extend-ack-wait", true)
				.bean(new Slow())
				.start();
			ChildJvm.lastAsLongAsParent();
		}

	}

}
